/** The fields that an event changed, before and after. */
import { useTranslation } from 'react-i18next';
import type { TimelineEvent } from '@/api/belongings';
import { useFields } from '@/api/fields';
import { useValueWords } from './useValueWords';
import classes from './Timeline.module.css';

export function Changes({ event, currency }: { event: TimelineEvent; currency: string }) {
  const { t } = useTranslation();
  const describe = useFields(currency);
  const words = useValueWords();
  if (event.fields.length === 0) return null;
  return (
    <dl className={classes.changes}>
      {event.fields.map(({ field, before, after }) => {
        const shape = field === 'owner_id' ? { ...describe(field), label: t('record.owner') } : describe(field);
        return (
          <div key={field}>
            <dt>{shape.label}</dt>
            <dd dir="auto">{t('timeline.change', { before: words(shape, before), after: words(shape, after) })}</dd>
          </div>
        );
      })}
    </dl>
  );
}
