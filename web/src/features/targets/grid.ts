/** People by goals: which columns there are, what stands in each cell, and what they are together. */
import type { SalesTarget } from '@/api/targets';

type Definition = Pick<SalesTarget, 'metric' | 'stage' | 'process_ids' | 'currency' | 'conversion' | 'period_type'>;
type What = Omit<Definition, 'stage' | 'process_ids'> & { stage: { id: number } | null; process_ids: readonly number[] };

interface Person {
  id: number;
  name: string;
}

export interface Column {
  key: string;
  /** Says what all of the column count. */
  like: Definition;
  /** Only a view: nobody has the sum as a goal (SG-1). */
  reached: number;
  number: number;
  count: number;
}

export interface Row {
  person: Person;
  cells: readonly (SalesTarget | undefined)[];
}

const lengths = ['week', 'month', 'quarter', 'year'] as const;
const metrics = ['advanced_count', 'advanced_value', 'won_count', 'won_value'] as const;

/** The same for all that count the same. */
export function keyOf({ metric, stage, process_ids: processes, currency, conversion, period_type: type }: What): string {
  const before = [lengths.indexOf(type), metrics.indexOf(metric), String(stage?.id ?? 0).padStart(9, '0')];
  return [...before, currency ?? '', conversion ? 'converted' : '', processes.toSorted((a, b) => a - b).join('+')].join('/');
}

export function isOver({ ended_at: ended }: Pick<SalesTarget, 'ended_at'>, now: Date): boolean {
  return ended !== null && new Date(ended) <= now;
}

export function hasEnded(target: Pick<SalesTarget, 'ended_at'>): boolean {
  return isOver(target, new Date());
}

/** The shortest periods first, and then as the metrics are listed everywhere. */
export function columnsOf(targets: readonly SalesTarget[]): Column[] {
  const columns = new Map<string, Column>();
  for (const target of targets) {
    const key = keyOf(target);
    const column = columns.get(key) ?? { key, like: target, reached: 0, number: 0, count: 0 };
    const { reached, number } = target.period;
    columns.set(key, { ...column, reached: column.reached + reached, number: column.number + number, count: column.count + 1 });
  }
  return [...columns.values()].toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/** Everybody who may have a goal or has one, by name. */
export function rowsOf(people: readonly Person[], targets: readonly SalesTarget[], columns: readonly Column[], locale: string): Row[] {
  const all = new Map([...people, ...targets.map(({ user }) => user)].map(({ id, name }) => [id, { id, name }]));
  const found = new Map(targets.map((target) => [`${target.user.id} ${keyOf(target)}`, target]));
  const collator = new Intl.Collator(locale);
  return [...all.values()]
    .toSorted((a, b) => collator.compare(a.name, b.name))
    .map((person) => ({ person, cells: columns.map(({ key }) => found.get(`${person.id} ${key}`)) }));
}
