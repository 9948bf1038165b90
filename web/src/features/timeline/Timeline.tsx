/** Everything that happened to a deal, newest first, by kind when asked for. */
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { timelineGroups, timelineQuery, type TimelineGroup } from '@/api/belongings';
import { Button, Skeleton } from '@/ui/controls';
import { EventRow } from './EventRow';
import classes from './Timeline.module.css';

interface Props {
  opportunityId: number;
  currency: string;
}

function Filter({ chosen, onChoose }: { chosen: readonly TimelineGroup[]; onChoose: (groups: readonly TimelineGroup[]) => void }) {
  const { t } = useTranslation();
  const toggle = (group: TimelineGroup) => onChoose(chosen.includes(group) ? chosen.filter((other) => other !== group) : [...chosen, group]);
  return (
    <div className={classes.filter} role="group" aria-label={t('timeline.filter')}>
      <button type="button" className={classes.chip} aria-pressed={chosen.length === 0} onClick={() => onChoose([])}>{t('timeline.all')}</button>
      {timelineGroups.map((group) => (
        <button key={group} type="button" className={classes.chip} aria-pressed={chosen.includes(group)} onClick={() => toggle(group)}>{t(`timeline.group.${group}`)}</button>
      ))}
    </div>
  );
}

export function Timeline({ opportunityId, currency }: Props) {
  const { t } = useTranslation();
  const [groups, setGroups] = useState<readonly TimelineGroup[]>([]);
  const query = useInfiniteQuery({ ...timelineQuery(opportunityId, groups), placeholderData: keepPreviousData });
  const happened = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section aria-labelledby="timeline">
      <h2 id="timeline" className={classes.title}>{t('timeline.title')}</h2>
      <Filter chosen={groups} onChoose={setGroups} />
      {query.data === undefined && !query.isError && <Skeleton height={160} />}
      {query.isError && <p className={classes.none} role="alert">{t('page.refused')} <Button variant="default" size="compact-sm" onClick={() => void query.refetch()}>{t('page.again')}</Button></p>}
      {query.data !== undefined && happened.length === 0 && <p className={classes.none}>{t('timeline.empty')}</p>}
      <ol aria-busy={query.isPlaceholderData}>
        {happened.map((event) => (
          <EventRow key={event.id} event={event} currency={currency} />
        ))}
      </ol>
      {query.hasNextPage && <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>{t('timeline.more')}</Button>}
    </section>
  );
}
