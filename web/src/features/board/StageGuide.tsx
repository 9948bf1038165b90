/** What a stage means, in words of the process; the process speaks in serif. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { processQuery } from '@/api/queries';
import type { Column } from '@/api/types';
import { Popover, Skeleton } from '@/ui/controls';
import { At } from '@/ui/popup';
import classes from './ColumnHead.module.css';

interface Written {
  id: number | null;
  objectives: readonly string[];
  criteria: readonly { name: string; place: string }[];
}

/** The document of the API leaves open what its lists hold, so we look before we read. */
function isStage(value: unknown, stageId: number): value is Written {
  return typeof value === 'object' && value !== null && 'id' in value && value.id === stageId && 'objectives' in value && 'criteria' in value;
}

function Guide({ processId, stage }: { processId: number; stage: Column['stage'] }) {
  const { t } = useTranslation();
  const { data: process } = useQuery(processQuery(processId));
  const full = process?.stages.find((other) => isStage(other, stage.id));
  if (full === undefined) return <Skeleton height={120} />;
  const exits = full.criteria.filter(({ place }) => place === 'exit');
  return (
    <div className={classes.guide}>
      <p>{stage.definition || t('panel.noDefinition')}</p>
      {full.objectives.length > 0 && (
        <div>
          <h3>{t('panel.goal')}</h3>
          <ul>{full.objectives.map((objective) => <li key={objective}>{objective}</li>)}</ul>
        </div>
      )}
      {exits.length > 0 && (
        <div>
          <h3>{t('criteria.title')}</h3>
          <ul>{exits.map(({ name }) => <li key={name}>{name}</li>)}</ul>
        </div>
      )}
      {stage.stuck_days !== null && <p>{t('card.limit', { count: stage.stuck_days })}</p>}
    </div>
  );
}

interface Props {
  at: HTMLElement;
  processId: number;
  stage: Column['stage'];
  onClose: () => void;
}

export function StageGuide({ at, processId, stage, onClose }: Props) {
  return (
    <Popover opened onChange={onClose} position="bottom-end" width={360} trapFocus withinPortal>
      <Popover.Target>
        <At element={at} />
      </Popover.Target>
      <Popover.Dropdown>
        <Guide processId={processId} stage={stage} />
      </Popover.Dropdown>
    </Popover>
  );
}
