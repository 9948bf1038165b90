/** What the stages of a deal ask the seller to do: of this one, of earlier ones, and what those ahead will ask for. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { actionsQuery, completeActions, type Agenda } from '@/api/agenda';
import type { OpportunityRecord } from '@/api/types';
import { useAct } from '@/api/useAct';
import { Button, SegmentedControl, Skeleton } from '@/ui/controls';
import { IconPlus } from '@/ui/icons';
import { ActionForm } from './ActionForm';
import { ActionRow } from './ActionRow';
import { Advance } from './Advance';
import type { Ask } from './asking';
import { BookingDialog } from './BookingDialog';
import { DeleteAction } from './DeleteAction';
import { OutcomeDialog } from './OutcomeDialog';
import { asksOutcome, countOf, stagesOf, type OwnAction, type Which } from './progress';
import { useFinished } from './useFinished';
import classes from './Actions.module.css';

interface Props {
  record: OpportunityRecord;
  onMove: (stageId: number) => void;
}

function Asked({ ask, record, agenda, onClose }: { ask: Ask; record: OpportunityRecord; agenda: Agenda; onClose: () => void }) {
  const opportunityId = record.id;
  const open = record.path.filter(({ stage }) => stage.type === 'open' && stage.id !== record.stage.id).map(({ stage }) => stage);
  const stages = [...stagesOf(agenda, 'current').map(({ stage }) => stage), ...open];
  if (ask.kind === 'add') return <ActionForm opportunityId={opportunityId} action={null} stages={stages} onClose={onClose} />;
  const { kind, action } = ask;
  if (kind === 'change') return <ActionForm opportunityId={opportunityId} action={action} stages={stages} onClose={onClose} />;
  if (kind === 'book') return <BookingDialog opportunityId={opportunityId} action={action} onClose={onClose} />;
  if (kind === 'delete') return <DeleteAction opportunityId={opportunityId} action={action} onClose={onClose} />;
  if (action.activity === null) return null;
  return <OutcomeDialog activityId={action.activity.id} actionId={action.completion === null ? action.id : undefined} onClose={onClose} />;
}

function useCompleting(record: OpportunityRecord, onDone: () => void) {
  const { t } = useTranslation();
  const tell = useFinished();
  return useAct(completeActions, {
    done: (finished, { actionIds }) => {
      const count = actionIds.length - finished.refused.length;
      const sentence = t('action.completed', { count });
      onDone();
      tell(finished, { opportunityId: record.id, deal: record.name, sentence, isChosen: false });
    },
  });
}

function List({ record, agenda, onMove }: Props & { agenda: Agenda }) {
  const { t } = useTranslation();
  const [which, setWhich] = useState<Which>('current');
  const [marked, setMarked] = useState<ReadonlySet<number>>(new Set());
  const [ask, setAsk] = useState<Ask | null>(null);
  const complete = useCompleting(record, () => setMarked(new Set()));
  const mark = (id: number, isMarked: boolean) => setMarked(new Set(isMarked ? [...marked, id] : [...marked].filter((other) => other !== id)));
  const stages = stagesOf(agenda, which);
  const { done, total } = countOf(stages);
  const open = stages.flatMap(({ items }) => items).filter(({ id, completion }) => id !== null && completion === null);
  const chosen = open.filter(({ id }) => id !== null && marked.has(id));
  const completeOne = (action: OwnAction) => (asksOutcome(action) ? setAsk({ kind: 'outcome', action }) : complete.mutate({ opportunityId: record.id, actionIds: [action.id] }));
  const completeMarked = () => {
    const [only] = chosen;
    if (chosen.length === 1 && only !== undefined && only.id !== null) completeOne({ ...only, id: only.id });
    else complete.mutate({ opportunityId: record.id, actionIds: chosen.flatMap(({ id }) => (id === null ? [] : [id])) });
  };
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
        {agenda.may_add && <Button variant="subtle" size="compact-sm" leftSection={<IconPlus size={14} aria-hidden />} onClick={() => setAsk({ kind: 'add' })}>{t('action.add')}</Button>}
      </div>
      {agenda.advance !== null && <Advance advance={agenda.advance} mayMove={record.may.move} onMove={onMove} />}
      {chosen.length > 0 && (
        <div className={classes.marked} role="group" aria-label={t('action.markedLabel')}>
          <b>{t('action.marked', { count: chosen.length })}</b>
          <Button size="compact-sm" loading={complete.isPending} onClick={completeMarked}>{t('action.completeMarked', { count: chosen.length })}</Button>
          <Button variant="default" size="compact-sm" onClick={() => setMarked(new Set())}>{t('action.unmark')}</Button>
        </div>
      )}
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
                isMarked={action.id !== null && marked.has(action.id)}
                isBusy={complete.isPending && complete.variables.actionIds.includes(action.id ?? 0)}
                onMark={mark}
                onAsk={setAsk}
                onComplete={completeOne}
              />
            ))}
          </ul>
        </section>
      ))}
      {ask !== null && <Asked ask={ask} record={record} agenda={agenda} onClose={() => setAsk(null)} />}
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
