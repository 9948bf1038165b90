/** The way back, and the neighbours in the list or column the deal was opened from: j and k walk there. */
import { Link, useNavigate } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { OpportunityRecord } from '@/api/types';
import { paths } from '@/lib/paths';
import { placeIn, trailOf } from '@/lib/trail';
import { useKeys } from '@/lib/useKeys';
import { ActionIcon } from '@/ui/controls';
import { IconChevronDown, IconChevronRight, IconChevronUp } from '@/ui/icons';
import classes from './RecordHead.module.css';

export function Crumb({ record }: { record: OpportunityRecord }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const trail = trailOf(record.id);
  const place = trail === null ? null : placeIn(trail, record.id);
  const go = (id: number | undefined) => {
    if (id !== undefined) void navigate({ to: paths.record, params: { opportunityId: id } });
  };
  useKeys({ j: () => go(place?.after), k: () => go(place?.before) });
  return (
    <nav className={classes.crumb} aria-label={t('record.way')}>
      <Link to={paths.board} params={{ processId: record.process.id }}>{record.process.name}</Link>
      <IconChevronRight size={14} className="flip" aria-hidden />
      {trail === null ? <bdi>{record.stage.name}</bdi> : <Link to={trail.href}><bdi>{trail.name}</bdi></Link>}
      {place !== null && (
        <>
          <ActionIcon variant="subtle" size={24} disabled={place.before === undefined} aria-label={t('record.before')} aria-keyshortcuts="k" onClick={() => go(place.before)}>
            <IconChevronUp size={15} aria-hidden />
          </ActionIcon>
          <ActionIcon variant="subtle" size={24} disabled={place.after === undefined} aria-label={t('record.after')} aria-keyshortcuts="j" onClick={() => go(place.after)}>
            <IconChevronDown size={15} aria-hidden />
          </ActionIcon>
          <span>{t('record.place', { position: place.position, count: place.count })}</span>
        </>
      )}
    </nav>
  );
}
