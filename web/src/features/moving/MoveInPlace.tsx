/** What a move asks for and does, within a form that saves it together with everything else. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useId, useImperativeHandle, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { passedOver, refusalOf } from '@/api/moveHints';
import type { MoveInPlaceProps } from '@/api/moveInPlace';
import { refusalProblem } from '@/api/problem';
import { optionsQuery, sessionQuery } from '@/api/queries';
import { refusalSentence } from '@/api/refusals';
import type { MoveOption, MoveOptions } from '@/api/types';
import { Alert, Button, Skeleton } from '@/ui/controls';
import { ClosingPart } from './ClosingPart';
import { moveBody } from './draft';
import { Effects } from './Effects';
import { MissingPart } from './MissingPart';
import { ReasonPart } from './ReasonPart';
import { useMoveDraft } from './useMoveDraft';
import classes from './MoveForm.module.css';

interface Props extends MoveInPlaceProps {
  plan: MoveOptions;
  option: MoveOption;
}

function Parts({ record, around, ref, ...seen }: Props) {
  const { t } = useTranslation();
  const { data: session } = useSuspenseQuery(sessionQuery);
  // What it opened with stays: a live change behind it must not move what is being typed.
  const [{ plan, option }] = useState(seen);
  const scope = useId();
  const form = useMoveDraft({ record, option, scope, organisation: session.organisation, around });
  const { draft, missing, asked, isReady, take } = form;
  useImperativeHandle(ref, () => ({
    prepare: (fields, version) => {
      if (!isReady()) return null;
      const body = moveBody({ ...draft, fields: form.typed.fields }, { stageId: option.stage.id, version, channel: 'record', missing, asked });
      return { ...body, fields: { ...body.fields, ...fields } };
    },
    take,
  }));
  const over = passedOver(plan.options, record.stage, option.stage);
  return (
    <div id={scope} className={classes.inPlace}>
      <MissingPart form={form} record={record} />
      {over.length > 0 && <p className={classes.met}>{t('hint.over', { count: over.length })}</p>}
      {option.met > 0 && <p className={classes.met}>{t('sheet.met', { count: option.met })}</p>}
      <ClosingPart form={form} stage={option.stage} organisation={session.organisation} />
      {option.effects !== null && <Effects effects={option.effects} following={option.following} form={form} isClosing={option.stage.type !== 'open'} opportunityId={record.id} stageId={option.stage.id} />}
      <ReasonPart form={form} />
      {form.mayOverride && !draft.isOverriding && form.openRequired > 0 && (
        <Button variant="subtle" onClick={() => form.change({ isOverriding: true })}>{t('sheet.override')}</Button>
      )}
    </div>
  );
}

export function MoveInPlace(props: MoveInPlaceProps) {
  const { data: plan } = useQuery(optionsQuery(props.record.id));
  const option = plan?.options.find(({ stage }) => stage.id === props.stageId);
  if (plan === undefined) return <Skeleton height={80} />;
  const refusal = option === undefined ? { code: 'stage_unavailable', detail: null } : refusalOf(option);
  if (option === undefined || refusal !== null) {
    return <Alert color="brick" role="alert">{refusal !== null && refusalSentence(refusalProblem(refusal))}</Alert>;
  }
  return <Parts key={props.stageId} {...props} plan={plan} option={option} />;
}
