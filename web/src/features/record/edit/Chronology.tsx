/** The clock beside the stage: its changes, newest first. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { movesQuery } from '@/api/queries';
import type { OpportunityRecord } from '@/api/types';
import { useFormats } from '@/lib/formats';
import { ActionIcon, Popover } from '@/ui/controls';
import { IconHistory } from '@/ui/icons';
import { moveSign } from '../moveSign';
import classes from './EditSheet.module.css';

function Changes({ record }: { record: OpportunityRecord }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { data: moves } = useQuery(movesQuery(record.id));
  return (
    <ol className={classes.changes}>
      {(moves ?? []).map((move) => (
        <li key={move.id}>
          <b>{t(`history.kind.${moveSign(move)}`, { from: move.from_stage_name ?? '', to: move.to_stage_name })}</b>
          <time dateTime={move.at} title={formats.exactly(move.at)}>{formats.instant(move.at)}</time>
          <span>{move.actor.name}</span>
        </li>
      ))}
    </ol>
  );
}

export function Chronology({ record }: { record: OpportunityRecord }) {
  const { t } = useTranslation();
  return (
    <Popover position="bottom-end" width={340} trapFocus withinPortal={false} returnFocus>
      <Popover.Target>
        <ActionIcon variant="default" size={32} aria-label={t('edit.chronology')}>
          <IconHistory size={16} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('edit.chronology')}>
        <Changes record={record} />
      </Popover.Dropdown>
    </Popover>
  );
}
