/** The second step: into which stage or in which processes, how much, and in which period. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { processesQuery } from '@/api/queries';
import { useKnownStages } from '@/api/useKnownStages';
import { isValue, namesStage } from '@/api/useTargetWords';
import { Checkbox, MultiSelect, SegmentedControl, Select, TextInput } from '@/ui/controls';
import { periods, type Wrong } from './addGoalDraft';
import { Foreseen } from './Foreseen';
import type { Choosing } from './GoalWhat';
import classes from './AddGoal.module.css';

const currencies = Intl.supportedValuesOf('currency');

/** Open and won ones that are in use: what is lost is nothing to reach (SG-26). */
function StageChoice({ draft, onChange, error }: Choosing & { error: string | undefined }) {
  const { t } = useTranslation();
  const { data: processes = [] } = useQuery(processesQuery);
  const published = processes.filter(({ state }) => state === 'published');
  const stages = useKnownStages(published.map(({ id }) => id)).filter(({ type, isActive }) => isActive && (type === 'open' || type === 'won'));
  const groups = published.map(({ name }) => ({
    group: name,
    items: stages.filter(({ process }) => process === name).map(({ id, name: stage }) => ({ value: String(id), label: stage })),
  }));
  return (
    <Select
      label={t('newGoal.stage')}
      description={t('newGoal.stageHelp')}
      data={groups.length === 1 ? (groups[0]?.items ?? []) : groups}
      value={draft.stageId === null ? null : String(draft.stageId)}
      searchable={stages.length > 7}
      allowDeselect={false}
      nothingFoundMessage={t('picker.nothing')}
      error={error}
      data-autofocus
      onChange={(id) => onChange({ stageId: id === null ? null : Number(id) })}
    />
  );
}

/** With one process there is nothing to choose. */
function ProcessChoice({ draft, onChange, error }: Choosing & { error: string | undefined }) {
  const { t } = useTranslation();
  const { data: processes = [] } = useQuery(processesQuery);
  const offered = processes.filter(({ state, id }) => state === 'published' || draft.processIds.includes(id));
  if (offered.length < 2 && error === undefined) return null;
  return (
    <MultiSelect
      label={t('newGoal.processes')}
      description={t('newGoal.processesHelp')}
      data={offered.map(({ id, name }) => ({ value: String(id), label: name }))}
      value={draft.processIds.map(String)}
      error={error}
      onChange={(ids) => onChange({ processIds: ids.map(Number) })}
    />
  );
}

function Amount({ draft, wrong, onChange }: Choosing & { wrong: Wrong }) {
  const { t } = useTranslation();
  const hasStage = namesStage(draft.metric);
  const number = (
    <TextInput
      label={t(isValue(draft.metric) ? 'newGoal.amount' : 'newGoal.number')}
      inputMode={isValue(draft.metric) ? 'decimal' : 'numeric'}
      value={draft.number}
      error={wrong.number && t(`newGoal.wrong.${wrong.number}`)}
      data-autofocus={!hasStage || undefined}
      onChange={(event) => onChange({ number: event.currentTarget.value })}
    />
  );
  if (!isValue(draft.metric)) return number;
  return (
    <div>
      <div className={classes.money}>
        {number}
        <Select
          label={t('field.currency')}
          data={currencies}
          searchable
          allowDeselect={false}
          value={draft.currency}
          error={wrong.currency && t(`newGoal.wrong.${wrong.currency}`)}
          onChange={(currency) => onChange({ currency: currency ?? draft.currency })}
        />
      </div>
      <p className={classes.help}>{t(draft.converts ? 'newGoal.allIn' : 'newGoal.onlyIn', { currency: draft.currency })}</p>
      <Checkbox label={t('newGoal.conversion')} checked={draft.converts} onChange={(event) => onChange({ converts: event.currentTarget.checked })} />
    </div>
  );
}

interface Props extends Choosing {
  wrong: Wrong;
  /** Another goal is looked at instead. */
  onOpen: () => void;
}

export function GoalHowMuch({ wrong, onOpen, ...choosing }: Props) {
  const { t } = useTranslation();
  const { draft, onChange } = choosing;
  const pick = (value: string) => onChange({ period: periods.find((each) => each === value) ?? draft.period });
  return (
    <>
      {namesStage(draft.metric) ? (
        <StageChoice {...choosing} error={wrong.stage_id && t(`newGoal.wrong.${wrong.stage_id}`)} />
      ) : (
        <ProcessChoice {...choosing} error={wrong.process_ids && t(`newGoal.wrong.${wrong.process_ids}`)} />
      )}
      <Amount {...choosing} wrong={wrong} />
      <div role="group" aria-label={t('newGoal.per')}>
        <p className={classes.label} aria-hidden>{t('newGoal.per')}</p>
        <SegmentedControl fullWidth data={periods.map((each) => ({ value: each, label: t(`newGoal.period.${each}`) }))} value={draft.period} onChange={pick} />
        <p className={classes.help}>{t(`newGoal.periodHelp.${draft.period}`)}</p>
      </div>
      <Foreseen draft={draft} onOpen={onOpen} />
    </>
  );
}
