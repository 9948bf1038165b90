/** What a move to a stage would be, in a few facts, before anybody makes it. */
import type { Missing, MoveOption, StageRef } from './types';

export type Hint =
  | { kind: 'here' }
  | { kind: 'free' }
  | { kind: 'refused'; code: string; detail: string | null }
  | { kind: 'back' }
  | { kind: 'over'; names: string[]; left: number }
  | { kind: 'reason' }
  | { kind: 'activities'; count: number }
  | { kind: 'left'; count: number; isRequired: boolean };

const asksOnly = new Set<Missing['kind']>(['reason', 'close_reason', 'competitor']);

export function isOpenItem(missing: Missing): boolean {
  return missing.strength !== 'info' && !asksOnly.has(missing.kind) && missing.kind !== 'skip';
}

/** The open stages a move would pass over, in their order. */
export function passedOver(options: readonly MoveOption[], from: StageRef, to: StageRef): string[] {
  const isBetween = ({ stage }: MoveOption) =>
    stage.type === 'open' && stage.position > from.position && stage.id !== to.id && (to.type !== 'open' || stage.position < to.position);
  if (to.type === 'lost' || to.type === 'disqualified') return [];
  return options.filter(isBetween).map(({ stage }) => stage.name);
}

/** Why a move is not possible at all; how far a deal has come cannot be filled in, so that counts as well. */
export function refusalOf(option: MoveOption): { code: string; detail: string | null } | null {
  const reach = option.missing.find((missing) => missing.kind === 'furthest_stage');
  if (reach !== undefined) return { code: 'furthest_stage', detail: reach.remedy };
  return option.verdict === 'refused' ? { code: option.refusal_code ?? 'not_allowed', detail: option.refusal_detail } : null;
}

export function hintOf(options: readonly MoveOption[], option: MoveOption, from: StageRef): Hint {
  if (option.stage.id === from.id) return { kind: 'here' };
  const refusal = refusalOf(option);
  if (refusal !== null) return { kind: 'refused', ...refusal };
  if (option.verdict === 'free') return { kind: 'free' };
  const open = option.missing.filter((missing) => isOpenItem(missing));
  const over = passedOver(options, from, option.stage);
  if (option.stage.type === 'open' && option.stage.position < from.position) return { kind: 'back' };
  if (over.length > 0) return { kind: 'over', names: over, left: open.length };
  const asksWords = option.missing.some(({ kind }) => asksOnly.has(kind));
  const { asked } = option.following;
  if (open.length === 0 && !asksWords && asked.length > 0) return { kind: 'activities', count: asked.length };
  if (open.length === 0) return { kind: 'reason' };
  return { kind: 'left', count: open.length, isRequired: open.some((missing) => missing.strength === 'hard') };
}
