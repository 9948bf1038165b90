/** The second part: what would come of it, before anything is changed. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { changeMany, type BatchAnswer, type BatchTarget, type Wanted } from '@/api/batches';
import { asProblem, type Problem } from '@/api/problem';
import { announce } from '@/lib/announcing';
import { Checkbox, Skeleton } from '@/ui/controls';
import { IconChevronRight } from '@/ui/icons';
import type { Choosing } from './ChoosePart';
import { groupsOf, itemsOf, type Group } from './groups';
import { ItemLine } from './ItemLine';
import classes from './BulkSheet.module.css';

interface Props extends Choosing {
  wanted: Wanted;
  targets: readonly BatchTarget[];
  onPreview: (answer: BatchAnswer | null) => void;
  onRefused: (problem: Problem) => void;
}

const numbers = new WeakMap<readonly BatchTarget[], number>();
let last = 0;

/** The same selection has the same number, so that a hundred thousand versions need no comparing. */
function numberOf(targets: readonly BatchTarget[]): number {
  const known = numbers.get(targets);
  if (known !== undefined) return known;
  last += 1;
  numbers.set(targets, last);
  return last;
}

function Opened({ group, answer }: { group: Group; answer: BatchAnswer }) {
  const { t } = useTranslation();
  const items = itemsOf(answer.items, group.name);
  return (
    <ul className={classes.items}>
      {items.map((item) => (
        <ItemLine key={item.opportunity_id} item={item} />
      ))}
      {items.length < group.count && <li className={classes.more}>{t('bulk.moreItems', { count: group.count - items.length })}</li>}
    </ul>
  );
}

export function PreviewPart({ wanted, targets, draft, onChange, onPreview, onRefused }: Props) {
  const { t } = useTranslation();
  const { data, error, isPlaceholderData } = useQuery({
    queryKey: ['bulk-preview', wanted, numberOf(targets)],
    queryFn: () => changeMany(wanted, targets, true),
    placeholderData: keepPreviousData,
    gcTime: 0,
    retry: false,
  });
  const fresh = isPlaceholderData ? null : (data ?? null);
  useEffect(() => {
    onPreview(fresh);
    if (fresh === null) return;
    announce(t('bulk.previewed', { changed: fresh.counts.changed ?? 0, count: targets.length }));
  }, [fresh, onPreview, t, targets.length]);
  useEffect(() => {
    if (error !== null) onRefused(asProblem(error));
    // The refusal is told once, whichever function listens by then.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [error]);
  if (data === undefined) return <Skeleton height={180} />;
  const groups = groupsOf(data.groups);
  const soft = groups.find(({ name }) => name === 'soft')?.count ?? 0;
  return (
    <div aria-busy={isPlaceholderData}>
      <div className={classes.bar} aria-hidden>
        {groups.map(({ name, tone, count }) => (
          <span key={name} data-tone={tone} style={{ flexGrow: count }} />
        ))}
      </div>
      <div className={classes.groups}>
        {groups.map((group) => (
          <details key={group.name} className={classes.group}>
            <summary>
              <i data-tone={group.tone} aria-hidden />
              {group.name === 'changed' ? t(`bulk.will.${wanted.kind}`, { count: group.count }) : t(`bulk.group.${group.name}`, { count: group.count })}
              <span aria-hidden><IconChevronRight size={15} className="flip" /></span>
            </summary>
            <Opened group={group} answer={data} />
          </details>
        ))}
      </div>
      {(soft > 0 || draft.acknowledges) && (
        <div className={classes.tick}>
          <Checkbox label={t('bulk.acknowledge')} checked={draft.acknowledges} onChange={(event) => onChange({ acknowledges: event.currentTarget.checked })} />
        </div>
      )}
    </div>
  );
}
