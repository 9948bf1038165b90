/** What the stages of a deal ask the seller to do: of this one, of earlier ones, and what those ahead will ask for. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actionsQuery, type Agenda } from '@/api/agenda';
import { lettersQuery, type Letter } from '@/api/letters';
import type { OpportunityRecord } from '@/api/types';
import { Button, SegmentedControl, Skeleton } from '@/ui/controls';
import { IconPlus } from '@/ui/icons';
import { ActionRow } from './ActionRow';
import { Advance } from './Advance';
import { AskedDialog } from './AskedDialog';
import { PerformedSheet } from './PerformedSheet';
import { PerformMany } from './PerformMany';
import { countOf, isOwn, letterOf, stagesOf, type OwnAction, type Which } from './progress';
import { useActing } from './useActing';
import classes from './Actions.module.css';

interface Props {
  record: OpportunityRecord;
  onMove: (stageId: number) => void;
  /** One that somebody came for, and what to call once they were asked for it. */
  wanted?: number | null;
  onTaken?: () => void;
}

function Marked({ chosen, acting, onUnmark }: { chosen: readonly OwnAction[]; acting: ReturnType<typeof useActing>; onUnmark: () => void }) {
  const { t } = useTranslation();
  const count = chosen.length;
  return (
    <div className={classes.marked} role="group" aria-label={t('action.markedLabel')}>
      <b>{t('action.marked', { count })}</b>
      <Button size="compact-sm" loading={acting.isPerforming} onClick={() => acting.performMarked(chosen)}>{t('action.performMarked', { count })}</Button>
      <Button variant="default" size="compact-sm" loading={acting.isCompleting} onClick={() => acting.completeMarked(chosen)}>{t('action.completeMarked', { count })}</Button>
      <Button variant="default" size="compact-sm" onClick={onUnmark}>{t('action.unmark')}</Button>
    </div>
  );
}

function Dialogs({ record, agenda, letters, acting }: { record: OpportunityRecord; agenda: Agenda; letters: readonly Letter[]; acting: ReturnType<typeof useActing> }) {
  const { ask, choosing, results } = acting;
  const own = ownOf(agenda);
  if (ask !== null) return <AskedDialog ask={ask} record={record} agenda={agenda} letters={letters} onComplete={acting.complete} onClose={acting.closeAsk} />;
  if (choosing !== null) {
    const count = choosing.filter(({ type }) => type === 'letter').length;
    return <PerformMany letters={count} count={choosing.length} isBusy={acting.isPerforming} onPerform={(delivery) => acting.perform(choosing, delivery)} onClose={acting.closeChoosing} />;
  }
  if (results !== null) return <PerformedSheet results={results} actions={own} onAsk={acting.askFor} onComplete={acting.complete} onClose={acting.closeResults} />;
  return null;
}

function ownOf(agenda: Agenda): OwnAction[] {
  return agenda.stages.flatMap(({ items }) => items).filter((action) => isOwn(action));
}

/** Asks for what an address names; nothing is done by an address alone. */
function useWanted(agenda: Agenda, acting: ReturnType<typeof useActing>, { wanted = null, onTaken }: Pick<Props, 'wanted' | 'onTaken'>) {
  const take = useEffectEvent(() => {
    const action = ownOf(agenda).find(({ id }) => id === wanted);
    onTaken?.();
    if (action !== undefined) acting.askOnly(action);
  });
  useEffect(() => {
    if (wanted !== null) take();
  }, [wanted]);
}

function List({ record, agenda, onMove, ...came }: Props & { agenda: Agenda }) {
  const { t } = useTranslation();
  const [which, setWhich] = useState<Which>('current');
  const [marked, setMarked] = useState<ReadonlySet<number>>(new Set());
  const unmark = () => setMarked(new Set());
  const acting = useActing(record, unmark);
  useWanted(agenda, acting, came);
  const { data: written } = useInfiniteQuery(lettersQuery(record.id));
  const letters = written?.pages.flatMap((page) => page.items) ?? [];
  const mark = (id: number, isMarked: boolean) => setMarked(new Set(isMarked ? [...marked, id] : [...marked].filter((other) => other !== id)));
  const stages = stagesOf(agenda, which);
  const { done, total } = countOf(stages);
  const chosen = stages.flatMap(({ items }) => items).filter((action) => isOwn(action)).filter(({ id, completion }) => completion === null && marked.has(id));
  const choices = (['current', 'entered', 'ahead'] as const).filter((each) => each === 'current' || stagesOf(agenda, each).length > 0);
  return (
    <>
      <div className={classes.head}>
        <h2>{t('action.title')}</h2>
        <span className={classes.count}>{t('criteria.count', { met: done, total })}</span>
        {choices.length > 1 && (
          <SegmentedControl
            size="xs"
            aria-label={t('action.filter')}
            data={choices.map((each) => ({ value: each, label: t(`action.which.${each}`) }))}
            value={which}
            onChange={(value) => setWhich(choices.find((each) => each === value) ?? 'current')}
          />
        )}
        {agenda.may_add && <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => acting.askFor({ kind: 'add' })}>{t('action.add')}</Button>}
      </div>
      {agenda.advance !== null && <Advance advance={agenda.advance} mayMove={record.may.move} onMove={onMove} />}
      {chosen.length > 0 && <Marked chosen={chosen} acting={acting} onUnmark={unmark} />}
      {total === 0 && <p className={classes.none}>{t('action.none')}</p>}
      {stages.map(({ stage, items }) => (
        <section key={stage.id} aria-label={stage.name}>
          {which !== 'current' && <h3 className={classes.stage}><bdi>{stage.name}</bdi></h3>}
          <ul>
            {items.map((action) => (
              <ActionRow
                key={action.id ?? action.definition}
                opportunityId={record.id}
                action={action}
                letter={letterOf(letters, action)}
                isMarked={action.id !== null && marked.has(action.id)}
                isBusy={acting.isBusy(action.id)}
                onMark={mark}
                onAsk={acting.askFor}
                onComplete={acting.complete}
              />
            ))}
          </ul>
        </section>
      ))}
      <Dialogs record={record} agenda={agenda} letters={letters} acting={acting} />
    </>
  );
}

export function Actions(props: Props) {
  const { t } = useTranslation();
  const { data: agenda, isError, refetch } = useQuery(actionsQuery(props.record.id));
  return (
    <section className={classes.part} aria-label={t('action.title')} aria-busy={agenda === undefined && !isError}>
      {isError && agenda === undefined && <p className={classes.none} role="alert">{t('page.refused')} <Button variant="default" size="compact-sm" onClick={() => void refetch()}>{t('page.again')}</Button></p>}
      {agenda === undefined && !isError && <Skeleton height={120} />}
      {agenda !== undefined && <List {...props} agenda={agenda} />}
    </section>
  );
}
