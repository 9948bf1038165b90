/** The line as the pager of a phone: one stage at a time, its count in its dot. */
import { useTranslation } from 'react-i18next';
import type { KeyboardEvent } from 'react';
import type { Column } from '@/api/types';
import { stageColour, stretch } from '@/lib/stageRamp';
import classes from './StagePager.module.css';

interface Props {
  columns: readonly Column[];
  page: number;
  onPage: (page: number) => void;
}

export function StagePager({ columns, page, onPage }: Props) {
  const { t } = useTranslation();
  const press = (event: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step !== undefined) onPage(Math.max(0, Math.min(columns.length - 1, page + step)));
  };
  return (
    <div className={classes.line} role="tablist" tabIndex={-1} aria-label={t('board.stages')} onKeyDown={press}>
      {columns.map(({ stage, count }, index) => (
        <button
          key={stage.id}
          type="button"
          role="tab"
          aria-selected={index === page}
          tabIndex={index === page ? 0 : -1}
          className={classes.stop}
          style={stretch(stageColour(index, columns.length), stageColour(Math.min(index + 1, columns.length - 1), columns.length))}
          aria-label={t('board.column', { stage: stage.name, count })}
          onClick={() => onPage(index)}
        >
          <span className={classes.dot} aria-hidden data-count={index === page ? count : undefined} />
          <span className={classes.name}>{stage.name}</span>
        </button>
      ))}
    </div>
  );
}
