/** The move sheet: everything that is missing and everything that will follow, in one place and one request. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { passedOver } from '@/api/moveHints';
import { sessionQuery } from '@/api/queries';
import type { MoveBody, MoveOption, MoveOptions, OpportunityRecord, StageRef } from '@/api/types';
import { useFormats } from '@/lib/formats';
import { Alert } from '@/ui/controls';
import { Sheet } from '@/ui/Sheet';
import { ClosingPart } from './ClosingPart';
import { Effects } from './Effects';
import { Foot } from './Foot';
import { MissingPart } from './MissingPart';
import { MoveLine } from './MoveLine';
import { ReasonPart } from './ReasonPart';
import { useMoveForm } from './useMoveForm';
import classes from './MoveForm.module.css';

/** The plan leaves out the stage the deal is in. */
function openStages({ options }: MoveOptions, here: StageRef): number {
  return new Set([here, ...options.map(({ stage }) => stage)].filter(({ type }) => type === 'open').map(({ id }) => id)).size;
}

interface Props {
  record: OpportunityRecord;
  plan: MoveOptions;
  option: MoveOption;
  channel: NonNullable<MoveBody['channel']>;
  afterId: number | undefined;
  onClose: () => void;
}

export function MoveForm({ channel, afterId, onClose, ...seen }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { data: session } = useSuspenseQuery(sessionQuery);
  // What the sheet opened with stays: a live change behind it must not move what is being typed.
  const [{ record, plan, option }] = useState(seen);
  const scope = useId();
  const form = useMoveForm({ record, plan, option, channel, afterId, scope, organisation: session.organisation, onClose });
  const amount = record.amount_minor === null ? null : formats.money(record.amount_minor, record.currency);
  const facts = [record.name, record.account?.name ?? record.contact?.name, amount].filter(Boolean).join(' · ');
  return (
    <Sheet
      title={t('sheet.title', { count: form.counted, stage: option.stage.name })}
      head={
        <>
          <p className={classes.facts}>{facts}</p>
          <MoveLine from={record.stage} to={option.stage} over={passedOver(plan.options, record.stage, option.stage)} count={openStages(plan, record.stage)} />
        </>
      }
      foot={<Foot form={form} onClose={form.leave} />}
      closeLabel={t('page.close')}
      onClose={form.leave}
      onCommandEnter={form.save}
    >
      <div id={scope}>
        {form.failure !== null && <Alert className={classes.failure} color="brick" role="alert">{form.failure}</Alert>}
        <MissingPart form={form} record={record} />
        {option.met > 0 && <p className={classes.met}>{t('sheet.met', { count: option.met })}</p>}
        <ClosingPart form={form} stage={option.stage} organisation={session.organisation} />
        {option.effects !== null && <Effects effects={option.effects} following={option.following} form={form} isClosing={option.stage.type !== 'open'} opportunityId={record.id} stageId={option.stage.id} />}
        <ReasonPart form={form} />
      </div>
    </Sheet>
  );
}
