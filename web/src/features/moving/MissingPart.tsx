/** The missing items, grouped by the stage that asks for them. */
import { useTranslation } from 'react-i18next';
import type { OpportunityRecord } from '@/api/types';
import { itemKey } from './draft';
import { groupMissing } from './groups';
import { MissingItem } from './MissingItem';
import type { MoveDraft } from './useMoveDraft';
import classes from './MoveForm.module.css';

export function MissingPart({ form, record }: { form: MoveDraft; record: OpportunityRecord }) {
  const { t } = useTranslation();
  return groupMissing(form.missing, form.from).map((group, index) => (
    <section key={group.key} aria-label={t(`sheet.${group.kind}`, { stage: group.stage })}>
      <h3 className={classes.section}>
        {index === 0 && t('sheet.missing')}
        <small>{t(`sheet.${group.kind}`, { stage: group.stage })}</small>
      </h3>
      <ul className={classes.part}>
        {group.items.map((item) => (
          <MissingItem key={itemKey(item)} item={item} form={form} record={record} />
        ))}
      </ul>
    </section>
  ));
}
