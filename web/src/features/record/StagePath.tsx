/** The path really walked: a chevron per stage; clicking one shows its guidance and never moves the deal. */
import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { usualDaysQuery } from '@/api/queries';
import type { OpportunityRecord, PathStep } from '@/api/types';
import { useFormats } from '@/lib/formats';
import { useKeys } from '@/lib/useKeys';
import { Hidden } from '@/ui/Hidden';
import { IconCheck, IconFlag3, IconFlag3Filled, IconHourglass } from '@/ui/icons';
import { arrowStep, lostAt } from './pathSteps';
import classes from './StagePath.module.css';

interface Props {
  record: OpportunityRecord;
  looksAt: number;
  onLook: (stageId: number) => void;
}

function Sign({ step }: { step: PathStep }) {
  const size = { size: 15, 'aria-hidden': true } as const;
  if (step.stage.type !== 'open') return step.state === 'current' ? <IconFlag3Filled {...size} /> : <IconFlag3 {...size} />;
  return step.state === 'done' ? <IconCheck {...size} stroke={2.2} /> : null;
}

function useStepWords(record: OpportunityRecord) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { data: usual } = useQuery({ ...usualDaysQuery(record.process.id), enabled: record.stage.type === 'open' });
  const closed = (state: string): string => {
    const day = state === 'current' ? record.actual_close_on : record.expected_close_on;
    if (day === null) return '';
    return state === 'current' ? formats.day(day) : t('path.by', { day: formats.day(day) });
  };
  return ({ state, days: counted, visits, stage }: PathStep): string => {
    const days = counted ?? 0;
    if (stage.type !== 'open') return closed(state);
    if (state === 'skipped') return t('path.skipped');
    if (state === 'ahead') {
      const often = usual?.find(({ stage_id: id }) => id === stage.id);
      return often === undefined ? '' : t('path.usually', { days: often.median_days });
    }
    if (state === 'current') {
      const limit = record.stuck_days;
      return limit === null ? t('path.day', { day: record.days_in_stage }) : t('path.dayOf', { day: record.days_in_stage, limit });
    }
    return visits > 1 ? t('path.visits', { days, visits }) : t('card.days', { count: days });
  };
}

const states = ['done', 'current', 'ahead', 'skipped', 'left'] as const;

function stateOf({ state }: PathStep): (typeof states)[number] {
  return states.find((known) => known === state) ?? 'ahead';
}

export function StagePath({ record, looksAt, onLook }: Props) {
  const { t } = useTranslation();
  const words = useStepWords(record);
  const list = useRef<HTMLOListElement>(null);
  const end = lostAt(record.path);
  const standsIn = record.stage.id;
  const ids = record.path.map(({ stage }) => stage.id);
  const stop = ids.includes(looksAt) ? looksAt : record.stage.id;
  useKeys(Object.fromEntries(ids.slice(0, 9).map((id, place) => [String(place + 1), () => onLook(id)])));

  // Forty stages scroll within the path alone; the page itself stays where it is.
  useEffect(() => {
    const current = list.current?.querySelector<HTMLElement>(`[data-stage="${standsIn}"]`);
    if (!list.current || !current) return;
    list.current.scrollLeft += current.getBoundingClientRect().left + current.offsetWidth / 2 - list.current.getBoundingClientRect().left - list.current.clientWidth / 2;
  }, [standsIn]);

  const walk = (event: KeyboardEvent<HTMLOListElement>) => {
    const to = arrowStep(event.key, ids.indexOf(stop), ids.length, getComputedStyle(event.currentTarget).direction === 'rtl');
    const id = to === null ? undefined : ids[to];
    if (id === undefined) return;
    event.preventDefault();
    onLook(id);
    event.currentTarget.querySelector<HTMLElement>(`[data-stage="${id}"]`)?.focus();
  };
  return (
    // The arrows walk over the buttons within; the list itself takes no focus.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <ol ref={list} className={classes.path} aria-label={t('path.name')} onKeyDown={walk}>
      {record.path.map((step) => {
        const { stage } = step;
        const isCurrent = step.state === 'current';
        const isOver = isCurrent && stage.type === 'open' && record.stuck_days !== null && record.days_in_stage > record.stuck_days;
        return (
          <li key={stage.id} className={classes.step} data-state={step.state} data-type={stage.type} data-end={stage.id === end || undefined} aria-current={isCurrent ? 'step' : undefined}>
            <button type="button" data-stage={stage.id} data-focus-home={isCurrent || undefined} tabIndex={stage.id === stop ? 0 : -1} aria-pressed={looksAt === stage.id} title={stage.name} onClick={() => onLook(stage.id)}>
              <span className={classes.name}>
                <Sign step={step} />
                <bdi>{stage.name}</bdi>
                <Hidden>{t(`path.state.${stateOf(step)}`)}</Hidden>
                {stage.id === end && <IconFlag3Filled className={classes.flag} size={15} role="img" aria-label={t('path.lostHere')} />}
              </span>
              <span className={classes.days} data-over={isOver || undefined}>
                {isOver && <IconHourglass size={12} role="img" aria-label={t('path.over')} />}
                <bdi>{words(step)}</bdi>
              </span>
            </button>
          </li>
        );
      })}
    </ol>
  );
}
