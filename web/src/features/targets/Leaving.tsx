/** The foot of a sheet that is left although something was filled in. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '@/ui/controls';

export function Leaving({ onDrop, onStay }: { onDrop: () => void; onStay: () => void }) {
  const { t } = useTranslation();
  const [before] = useState(() => document.activeElement);
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  const stay = () => {
    onStay();
    requestAnimationFrame(() => {
      if (before instanceof HTMLElement) before.focus();
      // What was pressed to leave has gone meanwhile; another stands in its place.
      if (document.activeElement === document.body) document.querySelector<HTMLElement>('[data-leave]')?.focus();
    });
  };
  return (
    <>
      <span role="alert">{t('sheet.dropAsk')}</span>
      <Button variant="default" onClick={onDrop}>{t('sheet.drop')}</Button>
      <Button ref={keep} onClick={stay}>{t('sheet.keep')}</Button>
    </>
  );
}
