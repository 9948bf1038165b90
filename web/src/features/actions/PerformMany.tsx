/** Several actions at once, when letters are among them: how those go, before anything is done. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Delivery } from '@/api/letters';
import { Button, Modal, Radio } from '@/ui/controls';
import classes from './Letter.module.css';

const ways = ['look', 'email', 'save'] as const;

interface Props {
  letters: number;
  count: number;
  isBusy: boolean;
  /** Without a delivery letters are looked at one by one. */
  onPerform: (delivery: Delivery | null) => void;
  onClose: () => void;
}

export function PerformMany({ letters, count, isBusy, onPerform, onClose }: Props) {
  const { t } = useTranslation();
  const [way, setWay] = useState<(typeof ways)[number]>('look');
  return (
    <Modal opened onClose={onClose} title={t('performed.how', { count: letters })} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          onPerform(way === 'look' ? null : way);
        }}
      >
        <Radio.Group aria-label={t('performed.how', { count: letters })} value={way} onChange={(value) => setWay(ways.find((each) => each === value) ?? 'look')}>
          <div className={classes.offered}>
            {ways.map((each) => (
              <Radio key={each} className={classes.offer} value={each} label={t(`performed.way.${each}`, { count: letters })} />
            ))}
          </div>
        </Radio.Group>
        <div className={classes.acts}>
          <Button type="submit" loading={isBusy}>{t('action.performMarked', { count })}</Button>
          <Button variant="default" onClick={onClose}>{t('page.cancel')}</Button>
        </div>
      </form>
    </Modal>
  );
}
