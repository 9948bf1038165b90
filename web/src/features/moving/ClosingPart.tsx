/** Closing: the reason from the organisation's list, and the competitor where the reason asks for one. */
import { useTranslation } from 'react-i18next';
import type { Organisation, StageRef } from '@/api/types';
import { Select, TextInput } from '@/ui/controls';
import { needsCompetitor, reasonsFor } from './closing';
import { itemKey } from './draft';
import type { MoveFormState } from './useMoveForm';
import classes from './MoveForm.module.css';

interface Props {
  form: MoveFormState;
  type: StageRef['type'];
  organisation: Organisation;
}

export function ClosingPart({ form, type, organisation }: Props) {
  const { t } = useTranslation();
  if (type === 'open') return null;
  const data = reasonsFor(type, organisation).map(({ code, label }) => ({ value: code, label }));
  const asked = (kind: string) => form.missing.find((item) => item.kind === kind);
  const reason = asked('close_reason');
  const competitor = asked('competitor');
  return (
    <section className={classes.part}>
      <h3 className={classes.section}>{t(`sheet.why.${type}`)}</h3>
      <div data-item={reason && itemKey(reason)}>
        <Select
          label={t('field.close_reason')}
          description={reason && t('page.required')}
          data={data}
          value={form.draft.closeReason || null}
          onChange={(code) => form.change({ closeReason: code ?? '' })}
        />
      </div>
      {needsCompetitor(type, form.draft.closeReason, organisation) && (
        <div data-item={competitor && itemKey(competitor)}>
          <TextInput label={t('field.competitor')} description={t('page.required')} value={form.draft.competitor} onChange={(event) => form.change({ competitor: event.currentTarget.value })} />
        </div>
      )}
    </section>
  );
}
