/** The keys of the current screen, as it has said them. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { caps, shownGroups } from '@/lib/shortcuts';
import { Modal } from '@/ui/controls';
import { Keys } from '@/ui/Keys';
import classes from './KeyList.module.css';

export function KeyList({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const [groups] = useState(shownGroups);
  return (
    <Modal opened onClose={onClose} title={t('keys.title')} size={640} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <div className={classes.groups}>
        {groups.map(({ title, shortcuts }) => (
          <section key={title}>
            <h3 className={classes.title}>{title}</h3>
            <dl className={classes.keys}>
              {shortcuts.map(({ keys, label }) => (
                <div key={keys}>
                  <dt>{label}</dt>
                  <dd><Keys caps={caps(keys)} /></dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Modal>
  );
}
