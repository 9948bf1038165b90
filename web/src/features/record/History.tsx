/** The stage history, newest first; nothing in it can be rewritten. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpportunityRecord, PastMove } from '@/api/types';
import { MoveRow } from './MoveRow';
import classes from './History.module.css';

interface Props {
  record: OpportunityRecord;
  moves: readonly PastMove[];
  why: (eventId: number, about: string) => ReactNode;
}

export function History({ record, moves, why }: Props) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="history">
      <h2 id="history" className={classes.title}>{t('history.title')}</h2>
      {moves.length === 0 && <p className={classes.none}>{t('history.empty')}</p>}
      <ol>
        {moves.map((move) => (
          <MoveRow key={move.id} move={move} record={record} why={why} />
        ))}
      </ol>
    </section>
  );
}
