/** Closing: the reason from the organisation's list, and the competitor where the reason asks for one. */
import { useTranslation } from 'react-i18next';
import type { Organisation, StageRef } from '@/api/types';
import { Select, TextInput } from '@/ui/controls';
import { needsCompetitor, outcomeOf, reasonsFor } from './closing';
import { itemKey } from './draft';
import type { MoveDraft } from './useMoveDraft';
import classes from './MoveForm.module.css';

interface Props {
  form: MoveDraft;
  stage: StageRef;
  organisation: Organisation;
}

export function ClosingPart({ form, stage, organisation }: Props) {
  const { t } = useTranslation();
  const outcome = outcomeOf(stage);
  if (outcome === undefined) return null;
  const data = reasonsFor(stage, organisation).map(({ code, label }) => ({ value: code, label }));
  const asked = (kind: string) => form.missing.find((item) => item.kind === kind);
  const reason = asked('close_reason');
  const competitor = asked('competitor');
  return (
    <section className={classes.part}>
      <h3 className={classes.section}>{t(`sheet.why.${outcome}`)}</h3>
      <div data-item={reason && itemKey(reason)}>
        <Select
          label={t('field.close_reason')}
          description={reason && t('page.required')}
          data={data}
          value={form.draft.closeReason || null}
          onChange={(code) => form.change({ closeReason: code ?? '' })}
        />
      </div>
      {needsCompetitor(stage, form.draft.closeReason, organisation) && (
        <div data-item={competitor && itemKey(competitor)}>
          <TextInput label={t('field.competitor')} description={t('page.required')} value={form.draft.competitor} onChange={(event) => form.change({ competitor: event.currentTarget.value })} />
        </div>
      )}
    </section>
  );
}
