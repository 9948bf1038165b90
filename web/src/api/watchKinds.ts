/** The reasons for which a deal needs attention. */
import type { Watch } from './types';

export type WatchKind = Watch['kind'];

export const watchKinds: readonly WatchKind[] = ['stage_age', 'never_started', 'idle', 'close_date_past', 'next_step_past', 'no_next_step', 'pushed'];
