/** One missing item: what it is, how much it weighs, and the thing itself to put it right. */
import { useTranslation } from 'react-i18next';
import type { Missing, OpportunityRecord } from '@/api/types';
import { Checkbox } from '@/ui/controls';
import { IconCircleCheck, IconCircleDashed, IconCircleX, IconUserCheck } from '@/ui/icons';
import { Tag, type Tone } from '@/ui/Tag';
import { itemKey, type Standing } from './draft';
import { Remedy } from './Remedy';
import type { MoveDraft } from './useMoveDraft';
import classes from './MissingItem.module.css';

const tones: Record<Missing['strength'], Tone> = { hard: 'late', soft: 'soon', info: 'plain' };

function Sign({ strength, standing }: { strength: Missing['strength']; standing: Standing }) {
  if (standing === 'met') return <IconCircleCheck size={18} className={classes.met} aria-hidden />;
  if (strength === 'hard') return <IconCircleX size={18} className={classes.hard} aria-hidden />;
  return <IconCircleDashed size={18} className={strength === 'soft' ? classes.soft : classes.info} aria-hidden />;
}

export function MissingItem({ item, form, record }: { item: Missing; form: MoveDraft; record: OpportunityRecord }) {
  const { t } = useTranslation();
  const key = itemKey(item);
  const standing = form.standing(item);
  const accept = (isAccepted: boolean) => form.change({ accepted: { ...form.draft.accepted, [key]: isAccepted } });
  const name = item.kind === 'skip' ? t('sheet.skip', { stage: item.stage_name }) : item.name;
  return (
    <li className={classes.item} data-item={key} data-standing={standing}>
      <Sign strength={item.strength} standing={standing} />
      <div className={classes.words}>
        <p className={classes.name}>
          {name}
          {item.is_buyer_verified && <IconUserCheck size={15} role="img" aria-label={t('criterion.buyer')} />}
        </p>
        {item.remedy !== '' && item.kind !== 'skip' && <p className={classes.remedy}>{item.remedy}</p>}
      </div>
      <span className={classes.tags}>
        {form.isFresh(item) && <Tag tone="primary">{t('sheet.new')}</Tag>}
        <Tag tone={standing === 'met' ? 'won' : tones[item.strength]}>{standing === 'met' ? t('sheet.done') : t(`strength.${item.strength}`)}</Tag>
      </span>
      <div className={classes.control}>
        <Remedy item={item} form={form} record={record} />
        {item.strength === 'soft' && standing !== 'met' && (
          <Checkbox label={t('sheet.without')} checked={form.draft.accepted[key] ?? false} onChange={(event) => accept(event.currentTarget.checked)} />
        )}
      </div>
    </li>
  );
}
