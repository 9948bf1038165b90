/** What becomes of a file of numbers: what is wrong with it, which numbers are new, and which cannot be taken and why. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '@/api/problem';
import { whyRefused } from '@/api/settingTargets';
import type { GridSet } from '@/api/targets';
import { isValue } from '@/api/useTargetWords';
import type { Column } from './grid';
import { isNew, refusedLines, type Cell } from './importing';
import { useGoalWords } from './useGoalWords';
import classes from './dialog.module.css';

const MOST_LINES = 20;
const MOST_FIGURES = 60;

interface Props {
  like: Column['like'];
  answer: GridSet;
  people: readonly { id: number; name: string }[];
}

interface Line {
  key: string;
  name: string;
  why: string;
}

function Framed({ label, more, children }: { label: string; more: number; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    // What is longer than its frame scrolls within it, also by keyboard.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={classes.frame} role="region" aria-label={label} tabIndex={0}>
      {children}
      {more > 0 && <p className={classes.help}>{t('goals.importMore', { count: more })}</p>}
    </div>
  );
}

function Lines({ label, lines }: { label: string; lines: readonly Line[] }) {
  if (lines.length === 0) return null;
  return (
    <Framed label={label} more={lines.length - MOST_LINES}>
      <ul className={classes.wrongs}>
        {lines.slice(0, MOST_LINES).map(({ key, name, why }) => (
          <li key={key}>
            <bdi>{name}</bdi>
            <span className={classes.help}>{why}</span>
          </li>
        ))}
      </ul>
    </Framed>
  );
}

export function FileWrong({ gaps, file }: { gaps: Problem['missing']; file: string }) {
  const { t } = useTranslation();
  const lines = gaps.map(({ name, remedy }) => ({ key: `${name} ${remedy}`, name: name === 'csv' ? file : name, why: remedy }));
  return <Lines label={t('goals.importWrong')} lines={lines} />;
}

function nameOf({ user_id: id, person }: Cell, people: Props['people']): string {
  return people.find((each) => each.id === id)?.name ?? person;
}

export function Refused({ like, answer, people }: Props) {
  const { t } = useTranslation();
  const why = (cell: Cell) => {
    const code = cell.problem?.['code'];
    if (code === 'not_found') return t('goals.importUnknown');
    if (code === 'not_allowed') return t('goals.importNotYours');
    if (code === 'invalid_input') return t(isValue(like.metric) ? 'newGoal.wrong.amount' : 'newGoal.wrong.number');
    return whyRefused(cell);
  };
  const lines = refusedLines(answer.items).map(({ key, cell, columns }) => ({
    key,
    name: [t('goals.importRow', { row: cell.row }), nameOf(cell, people), ...columns].filter(Boolean).join(', '),
    why: why(cell),
  }));
  return <Lines label={t('goals.importRefused')} lines={lines} />;
}

export function NewNumbers({ like, answer, people }: Props) {
  const { t } = useTranslation();
  const words = useGoalWords();
  const cells = answer.items.filter(isNew);
  if (cells.length === 0) return null;
  return (
    <Framed label={t('goals.importNew')} more={cells.length - MOST_FIGURES}>
      <table className={classes.figures}>
        <thead>
          <tr>
            <th scope="col">{t('goals.person')}</th>
            <th scope="col">{t('goals.periodHead')}</th>
            <th scope="col">{t('goals.number_')}</th>
          </tr>
        </thead>
        <tbody>
          {cells.slice(0, MOST_FIGURES).map((cell) => {
            const { row, column, number, starts_on: first, last_on: last } = cell;
            return (
              <tr key={`${row} ${column}`}>
                <td><bdi>{nameOf(cell, people)}</bdi></td>
                <td>{first === null || last === null ? column : words.period({ starts_on: first, last_on: last }, like)}</td>
                <td>{words.figure(like, number ?? 0)}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Framed>
  );
}
