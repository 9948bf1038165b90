/** What a stage means, behind the question mark of its column; the process speaks in serif. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { processQuery } from '@/api/queries';
import type { Column } from '@/api/types';
import { ActionIcon, Popover, Skeleton } from '@/ui/controls';
import { IconHelp } from '@/ui/icons';
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

export function StageHelp({ processId, stage }: { processId: number; stage: Column['stage'] }) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-end" width={360} trapFocus returnFocus withinPortal>
      <Popover.Target>
        <ActionIcon className={classes.help} variant="subtle" size={24} aria-label={t('panel.name', { stage: stage.name })} onClick={() => setOpen(!isOpen)}>
          <IconHelp size={15} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Guide processId={processId} stage={stage} />
      </Popover.Dropdown>
    </Popover>
  );
}
