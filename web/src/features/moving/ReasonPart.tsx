/** The words that go with a move: a reason where one is asked for, else a note if one likes. */
import { useTranslation } from 'react-i18next';
import { Textarea } from '@/ui/controls';
import { itemKey } from './draft';
import type { MoveDraft } from './useMoveDraft';
import classes from './MoveForm.module.css';

export function ReasonPart({ form }: { form: MoveDraft }) {
  const { t } = useTranslation();
  const asked = form.missing.find(({ kind }) => kind === 'reason');
  const label = form.asksReason ? t('sheet.reason') : t('sheet.note');
  return (
    <section data-item={asked && itemKey(asked)}>
      <h3 className={classes.section}>
        {label}
        <small>{form.asksReason ? t('page.required') : t('sheet.noteHelp')}</small>
      </h3>
      {form.draft.isOverriding && <p>{t('sheet.overrideHelp')}</p>}
      <Textarea
        aria-label={label}
        autosize
        minRows={2}
        data-reason
        value={form.draft.reason}
        required={form.asksReason}
        onChange={(event) => form.change({ reason: event.currentTarget.value })}
      />
    </section>
  );
}
