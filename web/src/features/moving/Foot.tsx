/** The foot of the move sheet: save, leave, move anyway, and what is still open. */
import { useTranslation } from 'react-i18next';
import { commandKey } from '@/lib/keyboard';
import { Button } from '@/ui/controls';
import type { MoveFormState } from './useMoveForm';
import classes from './MoveForm.module.css';

function Leaving({ form }: { form: MoveFormState }) {
  const { t } = useTranslation();
  return (
    <>
      <span role="alert">{t('sheet.dropAsk')}</span>
      <Button variant="default" onClick={form.drop}>{t('sheet.drop')}</Button>
      <Button data-autofocus onClick={form.stay}>{t('sheet.keep')}</Button>
    </>
  );
}

export function Foot({ form, onClose }: { form: MoveFormState; onClose: () => void }) {
  const { t } = useTranslation();
  if (form.isLeaving) return <Leaving form={form} />;
  const choices = form.openChoices === 0 ? null : t('sheet.choices', { count: form.openChoices });
  const items = t('sheet.left', { required: form.openRequired, expected: form.openExpected, all: form.openRequired + form.openExpected });
  const left = [form.openRequired + form.openExpected > 0 || choices === null ? items : null, choices].filter(Boolean).join(' · ');
  const override = () => {
    form.change({ isOverriding: true });
    requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-reason]')?.focus());
  };
  return (
    <>
      <Button loading={form.isSaving} rightSection={<kbd className={classes.key} aria-hidden>{`${commandKey} ↵`}</kbd>} onClick={form.save}>
        {t('sheet.save')}
      </Button>
      <Button variant="default" onClick={onClose}>{t('page.cancel')}</Button>
      {form.mayOverride && !form.draft.isOverriding && form.openRequired > 0 && (
        <Button variant="subtle" onClick={override}>{t('sheet.override')}</Button>
      )}
      <span className={classes.left} aria-live="polite">{left}</span>
    </>
  );
}
