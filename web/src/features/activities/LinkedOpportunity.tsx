/** The part of an outcome about the deal: to which stage it goes with it, and what that asks for. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { activityName } from '@/api/following';
import { refusalOf } from '@/api/moveHints';
import { optionsQuery } from '@/api/queries';
import type { MoveOption } from '@/api/types';
import { useFormats } from '@/lib/formats';
import { Checkbox, Select, Textarea } from '@/ui/controls';
import { KeepOrCancel } from '@/ui/KeepOrCancel';
import type { LinkedStage } from './linkedStage';
import { askedBeside, expectedNames, requiredNames, wantsReason } from './linkedStage';
import classes from './Activities.module.css';

interface Props {
  opportunityId: number;
  deal: string;
  /** The activity that is done with it, of which nobody need be asked. */
  activityId: number;
  chosen: LinkedStage;
  onChoose: (chosen: LinkedStage) => void;
}

const STAYS = 'stays';

function Asked({ option, activityId, chosen, onChoose }: Omit<Props, 'opportunityId' | 'deal'> & { option: MoveOption }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const list = new Intl.ListFormat(formats.locale, { type: 'conjunction' });
  const required = requiredNames(option);
  const expected = expectedNames(option);
  const asked = askedBeside(option, activityId);
  return (
    <>
      {required.length > 0 && <p className={classes.hint}>{t('outcome.required', { count: required.length, names: list.format(required) })}</p>}
      {expected.length > 0 && (
        <Checkbox
          label={t('outcome.without', { names: list.format(expected) })}
          checked={chosen.isAccepted}
          onChange={(event) => onChoose({ ...chosen, isAccepted: event.currentTarget.checked })}
        />
      )}
      {wantsReason(option) && <Textarea label={t('sheet.reason')} autosize minRows={2} value={chosen.reason} onChange={(event) => onChoose({ ...chosen, reason: event.currentTarget.value })} />}
      {asked.length > 0 && (
        <KeepOrCancel
          activities={asked.map((activity) => ({ id: activity.id, name: activityName(t, formats, activity) }))}
          answers={chosen.cancelled}
          onAnswer={(cancelled) => onChoose({ ...chosen, cancelled })}
        />
      )}
    </>
  );
}

export function LinkedOpportunity({ opportunityId, deal, activityId, chosen, onChoose }: Props) {
  const { t } = useTranslation();
  const { data: plan } = useQuery(optionsQuery(opportunityId));
  const options = (plan?.options ?? []).filter((option) => refusalOf(option) === null);
  const option = options.find(({ stage }) => stage.id === chosen.stageId);
  const data = [{ value: STAYS, label: t('outcome.stays') }, ...options.map(({ stage }) => ({ value: String(stage.id), label: stage.name }))];
  return (
    <fieldset className={classes.linked}>
      <legend>{t('outcome.linked')}</legend>
      <p className={classes.hint}><bdi>{deal}</bdi></p>
      <Select
        label={t('outcome.newStage')}
        allowDeselect={false}
        data={data}
        value={option === undefined ? STAYS : String(option.stage.id)}
        onChange={(value) => onChoose({ ...chosen, stageId: value === null || value === STAYS ? null : Number(value) })}
      />
      {option !== undefined && <Asked option={option} activityId={activityId} chosen={chosen} onChoose={onChoose} />}
    </fieldset>
  );
}
