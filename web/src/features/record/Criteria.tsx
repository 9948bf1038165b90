/** The criteria of a stage, each with who confirmed it or the way to meet it. */
import { useTranslation } from 'react-i18next';
import type { Guidance, OpportunityRecord } from '@/api/types';
import { MiniLine } from '@/ui/MiniLine';
import { CriterionRow } from './CriterionRow';
import classes from './Criteria.module.css';

interface Props {
  record: OpportunityRecord;
  guidance: Guidance;
  isEditable: boolean;
}

export function Criteria({ record, guidance, isEditable }: Props) {
  const { t } = useTranslation();
  const { met, total } = guidance;
  // What is only good to know comes last.
  const criteria = guidance.criteria.toSorted((a, b) => Number(a.strength === 'info') - Number(b.strength === 'info'));
  return (
    <section className={classes.part}>
      <h2 className={classes.head}>
        {t(guidance.stage.type === 'open' ? 'criteria.title' : 'criteria.closing')}
        {total > 0 && (
          <>
            <span className={classes.count}>{t('criteria.count', { met, total })}</span>
            <MiniLine met={met} total={total} />
          </>
        )}
      </h2>
      {criteria.length === 0 && <p className={classes.none}>{t('criteria.none')}</p>}
      <ul className={classes.list}>
        {criteria.map((criterion) => (
          <CriterionRow key={criterion.id} criterion={criterion} record={record} isEditable={isEditable} />
        ))}
      </ul>
      {record.gaps_behind > 0 && <p className={classes.behind}>{t('criteria.behind', { count: record.gaps_behind })}</p>}
    </section>
  );
}
