/** The stage history, newest first; nothing in it can be rewritten. */
import { useTranslation } from 'react-i18next';
import type { OpportunityRecord, PastMove } from '@/api/types';
import { MoveRow, type WhyPart } from './MoveRow';
import classes from './History.module.css';

interface Props {
  record: OpportunityRecord;
  moves: readonly PastMove[];
  Why: WhyPart;
}

export function History({ record, moves, Why }: Props) {
  const { t } = useTranslation();
  return (
    <section aria-labelledby="history">
      <h2 id="history" className={classes.title}>{t('history.title')}</h2>
      {moves.length === 0 && <p className={classes.none}>{t('history.empty')}</p>}
      <ol>
        {moves.map((move) => (
          <MoveRow key={move.id} move={move} record={record} Why={Why} />
        ))}
      </ol>
    </section>
  );
}
