/** The record's form: every field, the current stage with what a move there asks for, and one Save for all of it. */
import { useSuspenseQuery } from '@tanstack/react-query';
import { useId, useRef, type ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { MoveHandle, MoveInPlaceProps } from '@/api/moveInPlace';
import { recordQuery } from '@/api/queries';
import { commandKey } from '@/lib/keyboard';
import { Alert, Button, Textarea } from '@/ui/controls';
import { Sheet } from '@/ui/Sheet';
import { CurrentStage } from './CurrentStage';
import { FormField } from './FormField';
import { Merge } from './Merge';
import { useEditForm, type EditFormState } from './useEditForm';
import classes from './EditSheet.module.css';

interface Props {
  opportunityId: number;
  onClose: () => void;
  /** What a move asks for, to stand within this form. */
  Move: ComponentType<MoveInPlaceProps>;
}

function Foot({ form }: { form: EditFormState }) {
  const { t } = useTranslation();
  if (form.isLeaving) {
    return (
      <>
        <span role="alert">{t('sheet.dropAsk')}</span>
        <Button variant="default" onClick={form.leave}>{t('sheet.drop')}</Button>
        <Button data-autofocus onClick={form.stay}>{t('sheet.keep')}</Button>
      </>
    );
  }
  return (
    <>
      <Button loading={form.isSaving} rightSection={<kbd className={classes.key} aria-hidden>{`${commandKey} ↵`}</kbd>} onClick={form.save}>
        {form.isMoving ? t('sheet.save') : t('page.save')}
      </Button>
      <Button variant="default" onClick={form.leave}>{t('page.cancel')}</Button>
    </>
  );
}

export function EditSheet({ opportunityId, onClose, Move }: Props) {
  const { t } = useTranslation();
  const { data: record } = useSuspenseQuery(recordQuery(opportunityId));
  const scope = useId();
  const move = useRef<MoveHandle>(null);
  const form = useEditForm({ record, scope, move, onClose });
  return (
    <Sheet title={t('edit.title', { name: record.name })} foot={<Foot form={form} />} closeLabel={t('page.close')} onClose={form.leave} onCommandEnter={form.save}>
      <div id={scope} className={classes.form}>
        {form.isStale && <Merge record={record} form={form} />}
        {form.failure !== null && <Alert color="brick" role="alert">{form.failure}</Alert>}
        <CurrentStage record={record} form={form} />
        {form.isMoving && <Move record={record} stageId={form.stage.id} around={form.around} ref={move} />}
        {form.fields.map((field) => (
          <FormField key={field} record={record} field={field} form={form} />
        ))}
        {form.asksReason && !form.isMoving && (
          <Textarea label={t('sheet.reason')} description={t('page.required')} autosize minRows={2} value={form.reason} onChange={(event) => form.setReason(event.currentTarget.value)} />
        )}
      </div>
    </Sheet>
  );
}
