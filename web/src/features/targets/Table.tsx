/** The same as a drawing, in figures: one key away. */
import classes from './Table.module.css';

interface Row {
  key: string;
  cells: readonly string[];
}

interface Props {
  summary: string;
  heads: readonly string[];
  rows: readonly Row[];
  nothing: string;
}

export function Table({ summary, heads, rows, nothing }: Props) {
  return (
    <details className={classes.twin}>
      <summary>{summary}</summary>
      {rows.length === 0 && <p>{nothing}</p>}
      {rows.length > 0 && (
        <table>
          <thead>
            <tr>
              {heads.map((head) => (
                <th key={head} scope="col">{head}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map(({ key, cells }) => (
              <tr key={key}>
                {cells.map((cell, place) => (
                  <td key={heads[place]}><bdi>{cell}</bdi></td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </details>
  );
}
