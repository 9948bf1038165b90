/** Boards for the tests beside the code: defaults for everything a test does not speak of. */
import { withTotal } from './boardOrder';
import type { SalesTarget } from './targets';
import type { Board, Card, Column, Missing, MoveOption, StageRef, Total } from './types';

export function aCard(id: number, said: Partial<Card> = {}): Card {
  return {
    id,
    name: `Deal ${id}`,
    account: null,
    contact: null,
    owner: { id: 1, name: 'Mara Lindqvist' },
    amount_minor: 1000,
    currency: 'EUR',
    probability: 50,
    expected_close_on: null,
    next_step: null,
    next_step_on: null,
    next_activity: null,
    stage_id: 1,
    stage_entered_at: '2026-11-12T09:00:00Z',
    days_in_stage: 12,
    cumulative_days_in_stage: 12,
    watches: [],
    push_count: 0,
    criteria_met: 2,
    criteria_total: 4,
    actions_complete: 0,
    actions_total: 0,
    version: 1,
    ...said,
  };
}

type SaidColumn = Partial<Column> & { type?: Column['stage']['type']; probability?: number };

export function aColumn(stageId: number, { type = 'open', probability = 50, ...said }: SaidColumn = {}): Column {
  const cards = (said.cards ?? []).map((card) => ({ ...card, stage_id: stageId }));
  const none: Total[] = [];
  return {
    stage: { id: stageId, name: `Stage ${stageId}`, code: `s${stageId}`, type, position: stageId, probability, stuck_days: 21, definition: '' },
    count: cards.length,
    next_cursor: null,
    ...said,
    cards,
    totals: cards.reduce((totals, card) => withTotal(totals, card, 1), none),
  };
}

export function aBoard(said: Partial<Board> = {}): Board {
  return { process: { id: 1, name: 'Standard sales', state: 'published', undo_minutes: 5 }, attention_count: 0, columns: [], closed: [], ...said };
}

export function aMissing(said: Partial<Missing> = {}): Missing {
  return {
    name: 'Budget confirmed',
    remedy: 'Ask who holds the budget.',
    kind: 'manual',
    strength: 'soft',
    place: 'exit',
    stage_id: 1,
    stage_name: 'Stage 1',
    criterion_id: 7,
    field: null,
    contact_role: null,
    file_label: null,
    files_lacking: 0,
    is_overridable: true,
    is_buyer_verified: false,
    is_evidence_required: false,
    may_confirm: true,
    ...said,
  };
}

export function anOption(stageId: number, { type = 'open', ...said }: Partial<MoveOption> & { type?: StageRef['type'] } = {}): MoveOption {
  return {
    stage: { id: stageId, name: `Stage ${stageId}`, type, position: stageId },
    move_kind: 'advance',
    verdict: 'free',
    missing: [],
    met: 0,
    may_override: false,
    refusal_code: null,
    refusal_detail: null,
    following: { asked: [], cancelled: [], actions: [], booked: [], troubles: [] },
    effects: {
      probability_before: 10,
      probability_after: 25,
      category_before: 'pipeline',
      category_after: 'pipeline',
      expected_close_on_before: null,
      expected_close_on_after: null,
      actual_close_on_after: null,
    },
    ...said,
  };
}

export function aTarget(id: number, said: Partial<SalesTarget> = {}): SalesTarget {
  return {
    id,
    user: { id: 1, name: 'Mara Lindqvist' },
    metric: 'advanced_count',
    stage: { id: 3, name: 'Propose', type: 'open', is_active: true },
    process_ids: [],
    currency: null,
    conversion: false,
    period_type: 'month',
    numbers: [{ from_on: '2026-11-01', number: 6, is_once: false }],
    starts_on: '2026-11-01',
    pauses: [],
    is_paused: false,
    ended_at: null,
    deleted_at: null,
    set_by: { id: 1, name: 'Mara Lindqvist' },
    batch_id: null,
    may_change: true,
    version: 1,
    period: { starts_on: '2026-11-01', last_on: '2026-11-30', is_closed: false, number: 6, reached: 4, remaining: 2, percent: 66, left_out: [], pace: null },
    ...said,
  };
}
