/** One criterion: met and by whom, or how to meet it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { withdrawConfirmation } from '@/api/acts';
import type { GuidanceCriterion, OpportunityRecord } from '@/api/types';
import { useAct } from '@/api/useAct';
import { useFormats } from '@/lib/formats';
import { safeLink } from '@/lib/links';
import { Button } from '@/ui/controls';
import { Hidden } from '@/ui/Hidden';
import { IconCircleCheck, IconCircleDashed, IconCircleX, IconUserCheck } from '@/ui/icons';
import { AttachFile } from './AttachFile';
import { ConfirmForm } from './ConfirmForm';
import classes from './Criteria.module.css';

function Sign({ is_met: isMet, strength }: GuidanceCriterion) {
  const { t } = useTranslation();
  if (isMet) {
    return (
      <span className={classes.met}>
        <IconCircleCheck size={17} aria-hidden />
        <Hidden>{t('criterion.met')}</Hidden>
      </span>
    );
  }
  const tone = strength === 'hard' ? classes.hard : classes.soft;
  return (
    <span className={strength === 'info' ? classes.info : tone}>
      {strength === 'hard' ? <IconCircleX size={17} aria-hidden /> : <IconCircleDashed size={17} aria-hidden />}
      <Hidden>{t(`strength.${strength === 'hard' || strength === 'info' ? strength : 'soft'}`)}</Hidden>
    </span>
  );
}

function Said({ criterion }: { criterion: GuidanceCriterion }) {
  const formats = useFormats();
  const { confirmation } = criterion;
  if (confirmation === null) return criterion.is_met ? null : <p className={classes.said}><bdi>{criterion.remedy}</bdi></p>;
  const link = safeLink(confirmation.evidence);
  return (
    <p className={classes.said}>
      {[confirmation.by.name, formats.instant(confirmation.at), confirmation.note].filter(Boolean).join(' · ')}
      {confirmation.evidence !== null && (
        <>
          {' · '}
          {link === null ? confirmation.evidence : <a href={link} target="_blank" rel="noreferrer">{confirmation.evidence}</a>}
        </>
      )}
    </p>
  );
}

interface Props {
  criterion: GuidanceCriterion;
  record: OpportunityRecord;
  isEditable: boolean;
}

export function CriterionRow({ criterion, record, isEditable }: Props) {
  const { t } = useTranslation();
  const [isConfirming, setConfirming] = useState(false);
  const withdraw = useAct(withdrawConfirmation);
  const isConfirmed = criterion.confirmation !== null;
  const mayAct = isEditable && criterion.may_confirm && (criterion.kind === 'manual' || criterion.kind === 'approval');
  return (
    <li className={classes.row} data-strength={criterion.strength}>
      <Sign {...criterion} />
      <p className={classes.name}>
        <bdi>{criterion.name}</bdi>
        {criterion.is_buyer_verified && <IconUserCheck size={15} role="img" aria-label={t('criterion.buyer')} />}
      </p>
      <Said criterion={criterion} />
      <div className={classes.act}>
        {mayAct && !isConfirmed && !isConfirming && (
          <Button variant="default" size="compact-sm" aria-label={t('criterion.confirmName', { name: criterion.name })} onClick={() => setConfirming(true)}>{t('criterion.confirm')}</Button>
        )}
        {mayAct && isConfirmed && (
          <Button variant="subtle" size="compact-sm" loading={withdraw.isPending} aria-label={t('criterion.takeBackName', { name: criterion.name })} onClick={() => withdraw.mutate({ id: record.id, criterionId: criterion.id })}>
            {t('criterion.takeBack')}
          </Button>
        )}
      </div>
      {criterion.kind === 'file' && isEditable && !criterion.is_met && <AttachFile criterion={criterion} recordId={record.id} />}
      {isConfirming && <ConfirmForm criterion={criterion} recordId={record.id} onClose={() => setConfirming(false)} />}
    </li>
  );
}
