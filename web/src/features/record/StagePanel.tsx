/** What a stage means and what it asks for; the process speaks in serif. */
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import type { Guidance, OpportunityRecord } from '@/api/types';
import { Button } from '@/ui/controls';
import { Criteria } from './Criteria';
import classes from './StagePanel.module.css';

/** What other features put into the panel: what the stage asks the seller to do. */
export type ActionsPart = ComponentType<{ record: OpportunityRecord; onMove: (stageId: number) => void }>;

interface Props {
  record: OpportunityRecord;
  guidance: Guidance;
  /** At another stage than its own; after a move what is shown is of the stage before, until its guidance has come. */
  isLooking: boolean;
  onMove: (stageId: number) => void;
  onBack: () => void;
  Actions: ActionsPart;
}

function Looking({ record, guidance, onMove, onBack }: Props) {
  const { t } = useTranslation();
  return (
    <p className={classes.looking} role="status">
      {t('panel.looking', { stage: guidance.stage.name })}
      <Button variant="default" size="compact-sm" onClick={onBack}>{t('panel.back', { stage: record.stage.name })}</Button>
      {record.may.move && record.stage.type === 'open' && (
        <Button variant="default" size="compact-sm" onClick={() => onMove(guidance.stage.id)}>{t('panel.moveHere')}</Button>
      )}
    </p>
  );
}

export function StagePanel(props: Props) {
  const { record, guidance, isLooking, onMove, Actions } = props;
  const { t } = useTranslation();
  const { stage, definition, objectives, links } = guidance;
  const isCurrent = stage.id === record.stage.id;
  const isOther = isLooking && !isCurrent;
  return (
    <section className={classes.panel} aria-label={t('panel.name', { stage: stage.name })}>
      {isOther && <Looking {...props} />}
      <div className={classes.guide}>
        <div>
          <h2 className={classes.label}>{t('panel.means', { stage: stage.name })}</h2>
          <p className={classes.definition}><bdi>{definition || t('panel.noDefinition')}</bdi></p>
          {links.length > 0 && (
            <ul className={classes.links}>
              {links.map(({ label, url }) => (
                <li key={url}><a href={url} target="_blank" rel="noreferrer">{label}</a></li>
              ))}
            </ul>
          )}
        </div>
        {objectives.length > 0 && (
          <div>
            <h2 className={classes.label}>{t('panel.goal')}</h2>
            <ul className={classes.objectives}>
              {objectives.map((objective) => (
                <li key={objective}><bdi>{objective}</bdi></li>
              ))}
            </ul>
          </div>
        )}
      </div>
      {!isOther && <Actions record={record} onMove={onMove} />}
      {(guidance.criteria.length > 0 || stage.type === 'open') && (
        <Criteria record={record} guidance={guidance} isEditable={isCurrent && record.may.edit && record.stage.type === 'open'} />
      )}
    </section>
  );
}
