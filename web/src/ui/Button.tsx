/** A button; one that writes is off while there is no connection, and says why. */
import { Button as Plain, type ButtonProps } from '@mantine/core';
import type { ComponentPropsWithRef, MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useOffline } from '@/lib/connection';

interface Props extends ButtonProps, Omit<ComponentPropsWithRef<'button'>, keyof ButtonProps> {
  /** What can be under way writes, unless it says otherwise. */
  writes?: boolean;
}

function stay(event: MouseEvent) {
  event.preventDefault();
}

export function Button({ writes, ...props }: Props) {
  const { t } = useTranslation();
  const isOffline = useOffline();
  const isOff = isOffline && (writes ?? props.loading !== undefined);
  // It keeps the focus and can be asked why, which what is `disabled` cannot.
  return <Plain {...props} {...(isOff && { 'data-disabled': true, 'aria-disabled': true, title: t('connection.off'), onClick: stay })} />;
}
