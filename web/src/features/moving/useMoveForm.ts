/** The state of the move sheet: what is typed, what is still open, and the one request that saves it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isOpenItem } from '@/api/moveHints';
import type { Problem } from '@/api/problem';
import { refusalSentence } from '@/api/refusals';
import type { Missing, MoveBody, MoveOption, MoveOptions, OpportunityRecord, Organisation } from '@/api/types';
import { useMove } from '@/api/useMove';
import { announce, announceNow } from '@/lib/announcing';
import { withCompetitor } from './closing';
import { emptyDraft, itemKey, moveBody, openItems, standing, type Draft } from './draft';

interface Opened {
  record: OpportunityRecord;
  plan: MoveOptions;
  option: MoveOption;
  channel: NonNullable<MoveBody['channel']>;
  scope: string;
  organisation: Organisation;
  onClose: () => void;
}

function focusItem(scope: string, item: Missing): void {
  const place = document.querySelector(`[id="${scope}"] [data-item="${itemKey(item)}"]`);
  place?.scrollIntoView({ block: 'nearest' });
  place?.querySelector<HTMLElement>('input, textarea, button')?.focus();
}

const gone = new Set(['conflict', 'reopen_required', 'not_allowed', 'not_found', 'stage_unavailable', 'target_invalid', 'read_only']);

export function useMoveForm({ record, plan, option, channel, scope, organisation, onClose }: Opened) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<Draft>(emptyDraft);
  const [listed, setListed] = useState<readonly Missing[]>(option.missing);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const [failure, setFailure] = useState<string | null>(null);
  const [isLeaving, setLeaving] = useState(false);
  const missing = withCompetitor(listed, draft, option.stage, organisation);
  const open = openItems(missing, draft);

  const refused = (problem: Problem): boolean => {
    if (gone.has(problem.code) || problem.status === 401) {
      onClose();
      return false;
    }
    const known = new Set(listed.map((item) => itemKey(item)));
    const added = problem.missing.filter((item) => !known.has(itemKey(item)));
    setListed([...listed, ...added]);
    setFresh(new Set(added.map((item) => itemKey(item))));
    const sentence = refusalSentence(problem);
    setFailure(sentence);
    announceNow(sentence);
    return true;
  };
  const move = useMove((stageId) => (stageId === option.stage.id ? option.stage.name : ''), { done: onClose, refused });

  const save = () => {
    const first = open[0];
    if (first !== undefined) {
      announce(t('sheet.firstOpen', { name: first.name }));
      focusItem(scope, first);
      return;
    }
    setFailure(null);
    const body = moveBody(draft, { stageId: option.stage.id, version: plan.version, channel, missing });
    move.mutate({ id: record.id, name: record.name, processId: record.process.id, body });
  };
  const leave = () => {
    if (draft === emptyDraft || isLeaving) onClose();
    else setLeaving(true);
  };
  return {
    draft,
    change: (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })),
    missing,
    from: record.stage,
    counted: option.missing.filter((item) => isOpenItem(item)).length,
    standing: (item: Missing) => standing(item, draft),
    isFresh: (item: Missing) => fresh.has(itemKey(item)),
    openRequired: open.filter((item) => item.strength === 'hard').length,
    openExpected: open.filter((item) => item.strength === 'soft').length,
    mayOverride: option.may_override,
    asksReason: missing.some((item) => item.kind === 'reason') || draft.isOverriding,
    failure,
    isSaving: move.isPending,
    isLeaving,
    stay: () => setLeaving(false),
    drop: onClose,
    save,
    leave,
  };
}

export type MoveFormState = ReturnType<typeof useMoveForm>;
