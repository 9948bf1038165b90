/** People by goals, for whoever leads them; every goal belongs to one person, and the sums are only a view. */
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { SalesTarget } from '@/api/targets';
import { useFormats } from '@/lib/formats';
import { paths } from '@/lib/paths';
import { Avatar } from '@/ui/Avatar';
import { Pie, pieShare } from '@/ui/Pie';
import { columnsOf, hasEnded, rowsOf, type Column, type Row } from './grid';
import { GridFiles } from './GridFiles';
import { Pace } from './RingCard';
import { useGoalWords } from './useGoalWords';
import classes from './TeamGrid.module.css';

interface Lacking {
  user: { id: number; name: string };
  like: Column['like'];
}

interface Props {
  /** Those who may be set goals. */
  people: readonly { id: number; name: string }[];
  targets: readonly SalesTarget[];
  /** Whose rings stand above. */
  person: number;
  onAdd: (lacking: Lacking) => void;
}

function Cell({ target }: { target: SalesTarget }) {
  const words = useGoalWords();
  const { reached, number } = target.period;
  return (
    <Link to={paths.goals} search={{ person: target.user.id, goal: target.id }} className={classes.cell}>
      <Pie share={pieShare(reached, number)} />
      <span className={classes.figure}>{`${words.figure(target, reached)} / ${words.figure(target, number)}`}</span> <Pace target={target} isShort />
    </Link>
  );
}

interface Line {
  row: Row;
  columns: readonly Column[];
  isChosen: boolean;
  /** Left out where nothing can be added. */
  onAdd: Props['onAdd'] | undefined;
}

function Person({ row, columns, isChosen, onAdd }: Line) {
  const { t } = useTranslation();
  const words = useGoalWords();
  const { person, cells } = row;
  return (
    <tr>
      <th scope="row">
        <Link to={paths.goals} search={{ person: person.id }} className={classes.person} data-on={isChosen}>
          <Avatar person={person} />
          <bdi>{person.name}</bdi>
        </Link>
      </th>
      {columns.map(({ key, like }, place) => {
        const target = cells[place];
        if (target !== undefined) return <td key={key}><Cell target={target} /></td>;
        return (
          <td key={key} className={classes.none}>
            {onAdd === undefined ? t('goals.noGoal') : (
              <button type="button" className={classes.lacking} aria-label={t('goals.addFor', { who: person.name, what: words.column(like) })} onClick={() => onAdd({ user: person, like })}>{t('goals.noGoal')}</button>
            )}
          </td>
        );
      })}
    </tr>
  );
}

function Sums({ columns }: { columns: readonly Column[] }) {
  const { t } = useTranslation();
  const words = useGoalWords();
  return (
    <tfoot>
      <tr>
        <th scope="row">{t('goals.together')}</th>
        {columns.map(({ key, like, reached, number, count }) => (
          <td key={key}>{count > 1 && t('goal.reached', { reached: words.figure(like, reached), number: words.figure(like, number) })}</td>
        ))}
      </tr>
    </tfoot>
  );
}

export function TeamGrid({ people, targets, person, onAdd }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useGoalWords();
  const shown = targets.filter((target) => !hasEnded(target));
  const columns = columnsOf(shown);
  const rows = rowsOf(people, shown, columns, formats.locale);
  return (
    <section className={classes.team} aria-labelledby="goals-team">
      <div className={classes.head}>
        <h2 id="goals-team">{t('goals.team')}</h2>
        <p>{t('goals.teamHelp')}</p>
        <GridFiles columns={columns.filter(({ like }) => !like.conversion)} people={people} />
      </div>
      {/* What is wider than the screen scrolls within its frame, also by keyboard. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.frame} role="region" aria-label={t('goals.teamTable')} tabIndex={0}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t('goals.person')}</th>
              {columns.map(({ key, like }) => (
                <th key={key} scope="col">{words.column(like)}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Person key={row.person.id} row={row} columns={columns} isChosen={row.person.id === person} onAdd={people.some(({ id }) => id === row.person.id) ? onAdd : undefined} />
            ))}
          </tbody>
          {columns.some(({ count }) => count > 1) && <Sums columns={columns} />}
        </table>
      </div>
    </section>
  );
}
