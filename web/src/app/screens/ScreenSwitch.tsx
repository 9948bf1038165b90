/** The same deals on the board or in the list. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Filter } from '@/api/filter';
import { paths } from '@/lib/paths';
import { IconLayoutKanban, IconList } from '@/ui/icons';
import classes from './screens.module.css';

interface Props {
  on: 'board' | 'list';
  /** Whose board it is. */
  processId: number;
  filter: Filter;
}

export function ScreenSwitch({ on, processId, filter }: Props) {
  const { t } = useTranslation();
  // A board is of one process, and of what is open in it.
  const { process_id: _process, status: _status, ...kept } = filter;
  const asList: Filter = on === 'list' ? filter : { ...kept, process_id: processId, status: 'open' };
  return (
    <div className={classes.switch} role="group" aria-label={t('board.views')}>
      <Link to={paths.board} params={{ processId }} search={kept} data-on={on === 'board'} aria-label={t('board.showAsBoard')} title={t('board.showAsBoard')}>
        <IconLayoutKanban size={15} aria-hidden />
        <span>{t('board.asBoard')}</span>
      </Link>
      <Link to={paths.list} search={asList} data-on={on === 'list'} aria-label={t('board.showAsList')} title={t('board.showAsList')}>
        <IconList size={15} aria-hidden />
        <span>{t('board.asList')}</span>
      </Link>
    </div>
  );
}
