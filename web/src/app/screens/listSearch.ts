/** What the address of the list says: the filter by its names, the order, the columns, the view that was chosen. */
import { readFilter, type Filter, type Search } from '@/api/filter';
import { groups, sorts, type Group, type Sort } from '@/api/list';
import { readyViews, type ReadyView } from '@/features/views/readyViews';

export interface ListSearch extends Filter {
  sort?: Sort;
  group?: Group;
  columns?: string;
  /** A kept view by its id, or a ready one by its name; when nothing is said it is the first of those. */
  view?: number | ReadyView;
  move?: number;
  to?: number;
}

function positive(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

export function readListSearch(search: Search): ListSearch {
  const sort = sorts.find((known) => known === search.sort);
  const group = groups.find((known) => known === search.group);
  const view = readyViews.find((known) => known === search.view) ?? positive(search.view);
  const [move, to] = [positive(search.move), positive(search.to)];
  return {
    ...readFilter(search),
    ...(sort !== undefined && { sort }),
    ...(group !== undefined && { group }),
    ...(typeof search.columns === 'string' && { columns: search.columns }),
    ...(view !== undefined && { view }),
    ...(move !== undefined && to !== undefined && { move, to }),
  };
}
