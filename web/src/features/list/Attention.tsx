/** Why a deal needs attention, in few words; pressed, it shows what each reason rests on. */
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import type { Row } from '@/api/list';
import { watchKinds } from '@/api/watchKinds';
import { later } from '@/lib/later';
import { Hidden } from '@/ui/Hidden';
import { usePopup } from '@/ui/popup';
import { Reason } from './Reason';
import classes from './List.module.css';

const Reasons = later(async () => (await import('./Reasons')).Reasons);
const SHOWN = 2;

export function Attention({ row, isStop }: { row: Row; isStop: boolean }) {
  const { t } = useTranslation();
  const { place, close, button } = usePopup('dialog');
  if (row.watches.length === 0) return null;
  const kinds = watchKinds.filter((kind) => row.watches.some((watch) => watch.kind === kind));
  const left = kinds.length - SHOWN;
  return (
    <>
      <button type="button" className={classes.reasons} tabIndex={isStop ? 0 : -1} {...button}>
        <Hidden>{t('card.attention', { name: row.name })}</Hidden>
        {kinds.slice(0, SHOWN).map((kind) => (
          <Reason key={kind} kind={kind} />
        ))}
        {left > 0 && <span className={classes.left}>{t('list.moreReasons', { count: left })}</span>}
      </button>
      <Suspense>{place !== null && <Reasons at={place} row={row} onClose={close} />}</Suspense>
    </>
  );
}
