/** The side sheet: over the page, with its head and its foot always in sight; on a phone it rises from below. */
import { useEffect, useState, type ReactNode } from 'react';
import { focusHome } from '@/lib/focusHome';
import { hasCommand } from '@/lib/keyboard';
import { Drawer, useMediaQuery } from './controls';
import classes from './Sheet.module.css';

interface Props {
  title: string;
  head?: ReactNode;
  foot: ReactNode;
  children: ReactNode;
  closeLabel: string;
  onClose: () => void;
  onCommandEnter: () => void;
}

export function Sheet({ title, head, foot, children, closeLabel, onClose, onCommandEnter }: Props) {
  const isPhone = useMediaQuery('(max-width: 767px)', undefined, { getInitialValueInEffect: false });
  const [opener] = useState(() => document.activeElement);
  // It comes with its content, so what would give the focus back by itself has never seen it closed.
  useEffect(() => () => focusHome(opener), [opener]);
  // Heard on the document: a control that went away with the focus in it must not take the key along.
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !hasCommand(event)) return;
      event.preventDefault();
      // Held down it is one press.
      if (!event.repeat) onCommandEnter();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [onCommandEnter]);
  return (
    <Drawer.Root opened onClose={onClose} position={isPhone ? 'bottom' : 'right'} size={isPhone ? '100%' : 496} offset={isPhone ? 0 : 10} radius={isPhone ? 0 : 'lg'} classNames={{ content: classes.sheet ?? '', overlay: classes.scrim ?? '' }}>
      <Drawer.Overlay />
      <Drawer.Content>
        <Drawer.Header className={classes.head}>
          <div className={classes.titleRow}>
            <Drawer.Title className={classes.title}>{title}</Drawer.Title>
            <Drawer.CloseButton aria-label={closeLabel} />
          </div>
          {head}
        </Drawer.Header>
        <Drawer.Body className={classes.body}>{children}</Drawer.Body>
        <div className={classes.foot}>{foot}</div>
      </Drawer.Content>
    </Drawer.Root>
  );
}
