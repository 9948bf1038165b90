/** Views of the list that are there from the beginning; the first is what the list shows when nothing was chosen. */
import { withClosing, type Filter } from '@/api/filter';

export const readyViews = ['open', 'all', 'mine', 'attention', 'ready', 'neverStarted', 'closingSoon', 'won', 'lost'] as const;
export type ReadyView = (typeof readyViews)[number];

const SOON_DAYS = 30;

export function filterOf(view: ReadyView, asker: number): Filter {
  const open = { status: 'open' } as const;
  const filters: Record<ReadyView, Filter> = {
    open,
    all: {},
    mine: { ...open, owner_id: [asker] },
    attention: { ...open, attention: ['any'] },
    ready: { ...open, ready: true },
    neverStarted: { ...open, attention: ['never_started'] },
    closingSoon: withClosing(open, SOON_DAYS),
    won: { status: 'won' },
    lost: { status: 'lost' },
  };
  return filters[view];
}
