/** Which deals a board shows and in which order, as its address says it. */
import { asQuery, readFilter, type Filter, type Search } from './filter';

export const boardSorts = ['rank', 'next_step_on', 'amount_minor', 'expected_close_on', 'stage_entered_at'] as const;

export type BoardSort = (typeof boardSorts)[number];
/** Without a sort the cards stand in the order that all share. */
export type BoardLook = Omit<Filter, 'process_id'> & { sort?: BoardSort };

/** What an address says of it; whatever means nothing is left out. */
export function readLook(search: Search): BoardLook {
  const { process_id: _process, ...look } = readFilter(search);
  const sort = boardSorts.find((known) => known === search.sort);
  return sort === undefined || sort === 'rank' ? look : { ...look, sort };
}

/** As a request asks it. */
export function lookQuery({ sort, ...filter }: BoardLook) {
  const { process_id: _process, ...asked } = asQuery(filter);
  return { ...asked, ...(sort !== undefined && { sort }) };
}

/** Whether it leaves anything out. */
export function isFiltered({ sort: _sort, ...filter }: BoardLook): boolean {
  return Object.keys(filter).length > 0;
}
