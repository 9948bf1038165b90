/** Which deals a screen is about, as its address and a request say it: the names are those of the API's filter. */
import type { components, paths } from './schema';
import { watchKinds, type WatchKind } from './watchKinds';

type Asked = NonNullable<paths['/api/v1/opportunities']['get']['parameters']['query']>;
type Condition = Readonly<Record<string, unknown>>;

export type Attention = WatchKind | 'any';
export type Status = components['schemas']['StageType'];
export const statuses = ['open', 'won', 'lost', 'disqualified'] as const satisfies readonly Status[];

/** What is not said is not there. */
export interface Filter {
  process_id?: number;
  stage_id?: number[];
  owner_id?: number[];
  account_id?: number;
  contact_id?: number;
  status?: Status;
  q?: string;
  attention?: Attention[];
  ready?: boolean;
  closes_from?: string;
  closes_to?: string;
  condition?: Condition;
}

export type Search = Readonly<Record<string, unknown>>;

const days = /^\d{4}-\d{2}-\d{2}$/u;

function listed(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? value : [value];
}

function numbers(value: unknown): number[] {
  return listed(value).map(Number).filter((number) => Number.isSafeInteger(number) && number > 0);
}

function isCondition(value: unknown): value is Condition {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function condition(value: unknown): Condition | undefined {
  if (isCondition(value)) return value;
  if (typeof value !== 'string') return undefined;
  try {
    const read: unknown = JSON.parse(value);
    return isCondition(read) ? read : undefined;
  } catch {
    return undefined;
  }
}

/** What an address or a kept view says of it; whatever means nothing is left out. */
export function readFilter(said: Search): Filter {
  const filter: Filter = {};
  for (const name of ['stage_id', 'owner_id'] as const) {
    const ids = numbers(said[name]);
    if (ids.length > 0) filter[name] = ids;
  }
  for (const name of ['process_id', 'account_id', 'contact_id'] as const) {
    const [id] = numbers(said[name]);
    if (id !== undefined) filter[name] = id;
  }
  for (const name of ['closes_from', 'closes_to'] as const) {
    const day = said[name];
    if (typeof day === 'string' && days.test(day)) filter[name] = day;
  }
  // An address that looks like a number is read as one.
  if (['string', 'number'].includes(typeof said.q) && String(said.q).trim() !== '') filter.q = String(said.q).slice(0, 200);
  const status = statuses.find((known) => known === said.status);
  if (status !== undefined) filter.status = status;
  const attention = listed(said.attention).filter((kind): kind is Attention => kind === 'any' || watchKinds.some((known) => known === kind));
  if (attention.length > 0) filter.attention = attention;
  if (typeof said.ready === 'boolean') filter.ready = said.ready;
  const asked = condition(said.condition);
  if (asked !== undefined) filter.condition = asked;
  return filter;
}

/** As a request asks it. */
export function asQuery({ condition: tree, ...filter }: Filter): Omit<Asked, 'sort' | 'group' | 'cursor' | 'limit'> {
  return { ...filter, ...(tree !== undefined && { condition: JSON.stringify(tree) }) };
}

/** Of deals in one currency: amounts of two are never compared. */
export interface Range {
  currency: string;
  from?: number;
  to?: number;
}

/** The checks of a condition that are joined by "and"; a condition of another shape is one of its own. */
function checks(tree: Condition | undefined): Condition[] {
  if (tree === undefined) return [];
  return Array.isArray(tree.all) ? tree.all.filter((part): part is Condition => isCondition(part)) : [tree];
}

function moneyIn({ value }: Condition): { amount_minor: number; currency: string } | undefined {
  if (!isCondition(value) || typeof value.amount_minor !== 'number' || typeof value.currency !== 'string') return undefined;
  return { amount_minor: value.amount_minor, currency: value.currency };
}

function isAmount(check: Condition): boolean {
  return check.field === 'amount_minor' && (check.is === 'at_least' || check.is === 'at_most') && moneyIn(check) !== undefined;
}

function isClosing(check: Condition): boolean {
  return check.field === 'expected_close_on' && check.is === 'within_days' && typeof check.value === 'number';
}

function withChecks({ condition: _before, ...filter }: Filter, all: Condition[]): Filter {
  const [first] = all;
  if (first === undefined) return filter;
  return { ...filter, condition: all.length === 1 ? first : { all } };
}

function bound(filter: Filter, is: string) {
  const found = checks(filter.condition).find((check) => isAmount(check) && check.is === is);
  return found === undefined ? undefined : moneyIn(found);
}

/** Amounts in minor units, as checks of the condition. */
export function amountOf(filter: Filter): Range | undefined {
  const [least, most] = [bound(filter, 'at_least'), bound(filter, 'at_most')];
  const currency = least?.currency ?? most?.currency;
  if (currency === undefined) return undefined;
  return { currency, ...(least !== undefined && { from: least.amount_minor }), ...(most !== undefined && { to: most.amount_minor }) };
}

export function withAmount(filter: Filter, { currency, from, to }: Range): Filter {
  const others = checks(filter.condition).filter((check) => !isAmount(check));
  const bounds = [
    { is: 'at_least', amount: from },
    { is: 'at_most', amount: to },
  ];
  const asked = bounds.flatMap(({ is, amount }) => (amount === undefined ? [] : [{ field: 'amount_minor', is, value: { amount_minor: amount, currency } }]));
  return withChecks(filter, [...others, ...asked]);
}

export function closingWithin(filter: Filter): number | undefined {
  const found = checks(filter.condition).find((check) => isClosing(check))?.value;
  return typeof found === 'number' ? found : undefined;
}

export function withClosing(filter: Filter, within: number | undefined): Filter {
  const others = checks(filter.condition).filter((check) => !isClosing(check));
  return withChecks(filter, within === undefined ? others : [...others, { field: 'expected_close_on', is: 'within_days', value: within }]);
}

function isOther(check: Condition): boolean {
  return !isAmount(check) && !isClosing(check);
}

/** One thing asked of a field. */
export interface Check {
  field: string;
  is: string;
  value?: unknown;
}

function asCheck({ field, is, value, ...rest }: Condition): Check | null {
  if (typeof field !== 'string' || typeof is !== 'string' || Object.keys(rest).length > 0) return null;
  return { field, is, ...(value !== undefined && { value }) };
}

function asGroup(part: Condition): Check[] | null {
  const found = checks(part).map((check) => asCheck(check));
  return found.every((check) => check !== null) ? found : null;
}

/** What else is asked, as groups of checks: all of one group must hold. `null` when it is nested in other ways. */
export function groupsOf(filter: Filter): Check[][] | null {
  const others = checks(filter.condition).filter((check) => isOther(check));
  const [only] = others;
  const alternatives = others.length === 1 && Array.isArray(only?.any) ? only.any.filter((part): part is Condition => isCondition(part)) : [{ all: others }];
  const groups = alternatives.map((part) => asGroup(part));
  return groups.every((group) => group !== null) ? groups : null;
}

export function withGroups(filter: Filter, groups: readonly (readonly Check[])[]): Filter {
  const kept = checks(filter.condition).filter((check) => !isOther(check));
  const asked = groups.filter((group) => group.length > 0);
  const all = (group: readonly Check[]): Condition => ({ all: group.map((check) => ({ ...check })) });
  const [first = []] = asked;
  return withChecks(filter, [...kept, ...(asked.length > 1 ? [{ any: asked.map((group) => all(group)) }] : first.map((check) => ({ ...check })))]);
}

export const parts = ['process', 'stage', 'owner', 'status', 'closes', 'closing', 'amount', 'account', 'contact', 'attention', 'ready', 'text', 'condition'] as const;
/** One thing that is asked: a chip of its own. */
export type Part = (typeof parts)[number];

const fields: Readonly<Partial<Record<Part, readonly (keyof Filter)[]>>> = {
  process: ['process_id'],
  stage: ['stage_id'],
  owner: ['owner_id'],
  status: ['status'],
  closes: ['closes_from', 'closes_to'],
  account: ['account_id'],
  contact: ['contact_id'],
  attention: ['attention'],
  ready: ['ready'],
  text: ['q'],
};

function asks(filter: Filter, part: Part): boolean {
  if (part === 'amount') return amountOf(filter) !== undefined;
  if (part === 'closing') return closingWithin(filter) !== undefined;
  if (part === 'condition') return checks(filter.condition).some((check) => isOther(check));
  return (fields[part] ?? []).some((field) => filter[field] !== undefined);
}

export function partsOf(filter: Filter): Part[] {
  return parts.filter((part) => asks(filter, part));
}

export function without(filter: Filter, part: Part): Filter {
  if (part === 'amount') return withAmount(filter, { currency: '' });
  if (part === 'closing') return withClosing(filter, undefined);
  if (part === 'condition') return withChecks(filter, checks(filter.condition).filter((check) => !isOther(check)));
  const gone: readonly string[] = fields[part] ?? [];
  // Stages belong to a process: they go with it.
  const all = part === 'process' ? [...gone, 'stage_id'] : gone;
  return readFilter(Object.fromEntries(Object.entries(filter).filter(([name]) => !all.includes(name))));
}
