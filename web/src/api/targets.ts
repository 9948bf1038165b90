/** Sales targets, which the page calls goals: whose, how far they are, what counted, and changing them. */
import { queryOptions } from '@tanstack/react-query';
import type { Act } from './acts';
import { answered, client } from './client';
import { keys } from './keys';
import type { components } from './schema';

type Schemas = components['schemas'];

export type SalesTarget = Schemas['ShownTarget'];
export type TargetPeriod = Schemas['PeriodProgress'];
export type Contribution = Schemas['Contribution'];
export type AlmostCounted = Schemas['AlmostCounted'];
export type NewTarget = Schemas['TargetIn'];
export type NewTargets = Schemas['TargetsIn'];
export type TargetsSet = Schemas['TargetsSet'];
export type GridSet = Schemas['GridSet'];
export type TargetMetric = Schemas['Metric'];
export type PeriodType = Schemas['PeriodType'];
export type TargetCourse = Schemas['TargetCourse'];
type People = Schemas['PeopleIn'];
type Person = Schemas['ShownUser'];

/** A period ends, and a pace changes, without anybody doing anything. */
const AGAIN_MS = 300_000;
const LARGEST_PAGE = 200;

/** Those of one person, or all that one may see; by person, then the shortest period first. */
export const targetsQuery = (userId: number | null) =>
  queryOptions({
    queryKey: keys.targetsOf(userId),
    queryFn: async () => (await answered(client.GET('/api/v1/targets', { params: { query: userId === null ? {} : { user_id: userId } } }))).items,
    refetchInterval: AGAIN_MS,
  });

async function readPeople(): Promise<Person[]> {
  const people: Person[] = [];
  let cursor: string | null = null;
  do {
    const query = { for_targets: true, state: 'active' as const, limit: LARGEST_PAGE, ...(cursor !== null && { cursor }) };
    const page: Schemas['UserPage'] = await answered(client.GET('/api/v1/users', { params: { query } }));
    people.push(...page.items);
    cursor = page.next_cursor;
  } while (cursor !== null);
  return people;
}

/** Those whose goals one sees and sets: oneself, one's people, or everybody. */
export const targetPeopleQuery = queryOptions({
  queryKey: keys.users('for goals'),
  queryFn: readPeople,
  staleTime: 60_000,
});

/** Until now, the latest first. */
export const targetPeriodsQuery = (id: number) =>
  queryOptions({
    queryKey: keys.targetPeriods(id),
    queryFn: async () => (await answered(client.GET('/api/v1/targets/{target_id}/periods', { params: { path: { target_id: id } } }))).items,
  });

/** Of the period that day is in, or of the present one. */
export const contributionsQuery = (id: number, on: string | null) =>
  queryOptions({
    queryKey: keys.contributions(id, on),
    queryFn: () => answered(client.GET('/api/v1/targets/{target_id}/contributions', { params: { path: { target_id: id }, query: on === null ? {} : { on } } })),
  });

/** Where the same is handed out as a file. */
export function contributionsAddress(id: number, on: string | null): string {
  return `/api/v1/targets/${id}/contributions.csv${on === null ? '' : `?on=${on}`}`;
}

/** How the period that day is in went, or the present one, day by day and deal by deal. */
export const targetCourseQuery = (id: number, on: string | null) =>
  queryOptions({
    queryKey: keys.targetCourse(id, on),
    queryFn: () => answered(client.GET('/api/v1/targets/{target_id}/course', { params: { path: { target_id: id }, query: on === null ? {} : { on } } })),
  });

/** Where it is likely to be at the end of the present period. */
export const targetForecastQuery = (id: number) =>
  queryOptions({
    queryKey: keys.targetForecast(id),
    queryFn: () => answered(client.GET('/api/v1/targets/{target_id}/forecast', { params: { path: { target_id: id } } })),
    staleTime: 60_000,
  });

/** What a new one would show, and would have shown in the periods before; nothing is kept. */
export const foreseenTargetQuery = (wanted: NewTarget) =>
  queryOptions({
    queryKey: keys.foreseenTarget(wanted),
    queryFn: () => answered(client.POST('/api/v1/targets', { params: { query: { preview: true } }, body: wanted })),
    retry: false,
  });

type Definition = Pick<SalesTarget, 'metric' | 'stage' | 'process_ids' | 'currency' | 'period_type'>;

/** Where the numbers of all who have such a goal are handed out as a file, people by periods of this year. */
export function gridAddress({ metric, stage, process_ids: processes, currency, period_type: type }: Definition): string {
  const asked = new URLSearchParams({ metric, period_type: type });
  if (stage !== null) asked.set('stage_id', String(stage.id));
  if (currency !== null) asked.set('currency', currency);
  for (const id of processes) asked.append('process_ids', String(id));
  return `/api/v1/targets/grid.csv?${asked}`;
}

const everyTarget = () => [keys.targets];

interface Grid {
  like: Definition;
  /** A file like the one that is handed out. */
  csv: string;
}

function takeGrid({ like, csv }: Grid, preview: boolean): Promise<GridSet> {
  const { metric, stage, process_ids: processes, currency, period_type: type } = like;
  const body = { metric, csv, period_type: type, stage_id: stage?.id ?? null, process_ids: processes, currency };
  return answered(client.POST('/api/v1/targets/grid', { params: { query: { preview } }, body }));
}

/** What would become of each number; nothing is kept. */
export const foreseenGrid: Act<Grid, GridSet> = { run: (grid) => takeGrid(grid, true), touches: () => [] };

export const setGrid: Act<Grid, GridSet> = { run: (grid) => takeGrid(grid, false), touches: everyTarget };

export const setTarget: Act<NewTarget, SalesTarget> = {
  run: (body) => answered(client.POST('/api/v1/targets', { body })),
  touches: everyTarget,
};

export const setTargets: Act<NewTargets, TargetsSet> = {
  run: (body) => answered(client.POST('/api/v1/targets/batches', { body })),
  touches: everyTarget,
};

export const copyTarget: Act<{ id: number } & People, TargetsSet> = {
  run: ({ id, ...body }) => answered(client.POST('/api/v1/targets/{target_id}/copies', { params: { path: { target_id: id } }, body })),
  touches: everyTarget,
};

interface NewNumber {
  id: number;
  version: number;
  number: number;
  /** A day of the period from which it holds; left out, the present one. */
  on?: string;
  /** For that period alone. */
  is_once: boolean;
}

export const changeTargetNumber: Act<NewNumber, SalesTarget> = {
  run: ({ id, ...body }) => answered(client.PATCH('/api/v1/targets/{target_id}', { params: { path: { target_id: id } }, body })),
  touches: everyTarget,
};

/** All of its numbers at once, such as those it had before a change. */
export const replaceTargetNumbers: Act<{ id: number } & Schemas['AllNumbersIn'], SalesTarget> = {
  run: ({ id, ...body }) => answered(client.PUT('/api/v1/targets/{target_id}/numbers', { params: { path: { target_id: id } }, body })),
  touches: everyTarget,
};

interface One {
  id: number;
  version: number;
}

export const pauseTarget: Act<One, SalesTarget> = {
  run: ({ id, version }) => answered(client.PUT('/api/v1/targets/{target_id}/pause', { params: { path: { target_id: id }, query: { version } } })),
  touches: everyTarget,
};

export const resumeTarget: Act<One, SalesTarget> = {
  run: ({ id, version }) => answered(client.DELETE('/api/v1/targets/{target_id}/pause', { params: { path: { target_id: id }, query: { version } } })),
  touches: everyTarget,
};

export const endTarget: Act<One & { at_once: boolean }, SalesTarget> = {
  run: ({ id, ...body }) => answered(client.PUT('/api/v1/targets/{target_id}/end', { params: { path: { target_id: id } }, body })),
  touches: everyTarget,
};

export const deleteTarget: Act<One, unknown> = {
  run: ({ id, version }) => answered(client.DELETE('/api/v1/targets/{target_id}', { params: { path: { target_id: id }, query: { version } } })),
  touches: everyTarget,
};
