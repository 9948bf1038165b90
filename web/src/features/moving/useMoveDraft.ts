/** What is typed into a move and what is still open of it, wherever the move stands: in a sheet of its own or within a form. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Around } from '@/api/moveInPlace';
import { isOpenItem } from '@/api/moveHints';
import type { Problem } from '@/api/problem';
import { activitiesInQuestion } from '@/api/following';
import type { ActivityInQuestion, Missing, MoveOption, OpportunityRecord, Organisation } from '@/api/types';
import { announce } from '@/lib/announcing';
import { withCompetitor } from './closing';
import { emptyDraft, itemKey, openItems, standing, unanswered, type Draft } from './draft';

interface Opened {
  record: OpportunityRecord;
  option: MoveOption;
  scope: string;
  organisation: Organisation;
  around?: Around;
}

function focusIn(scope: string, mark: string): void {
  const place = document.querySelector(`[id="${scope}"] [${mark}]`);
  place?.scrollIntoView({ block: 'nearest' });
  // A sheet that has only just come takes the focus itself at its next turn; this is the one after.
  setTimeout(() => place?.querySelector<HTMLElement>('input, textarea, button')?.focus());
}

export function useMoveDraft({ record, option, scope, organisation, around }: Opened) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState<Draft>(emptyDraft);
  const [listed, setListed] = useState<readonly Missing[]>(option.missing);
  const [asked, setAsked] = useState<readonly ActivityInQuestion[]>(option.following.asked);
  const [fresh, setFresh] = useState<ReadonlySet<string>>(new Set());
  const draft = around === undefined ? typed : { ...typed, fields: { ...around.values, ...typed.fields } };
  const missing = withCompetitor(listed, draft, option.stage, organisation);
  const open = openItems(missing, draft);
  const choices = unanswered(asked, draft);
  return {
    typed,
    draft,
    around,
    change: (part: Partial<Draft>) => setTyped((before) => ({ ...before, ...part })),
    /** One more file is there for this item. */
    attached: (key: string) => setTyped((before) => ({ ...before, attached: { ...before.attached, [key]: (before.attached[key] ?? 0) + 1 } })),
    missing,
    asked,
    from: record.stage,
    counted: option.missing.filter((item) => isOpenItem(item)).length,
    standing: (item: Missing) => standing(item, draft),
    isFresh: (item: Missing) => fresh.has(itemKey(item)),
    openRequired: open.filter((item) => item.strength === 'hard').length,
    openExpected: open.filter((item) => item.strength === 'soft').length,
    openChoices: choices.length,
    mayOverride: option.may_override,
    asksReason: missing.some((item) => item.kind === 'reason') || draft.isOverriding,
    /** Whether nothing is open; else the focus goes to the first that is. */
    isReady: (): boolean => {
      const first = open[0];
      const choice = choices[0];
      if (first === undefined && choice === undefined) return true;
      announce(t('sheet.firstOpen', { name: first?.name ?? choice?.subject ?? '' }));
      focusIn(scope, first === undefined ? `data-activity="${choice?.id}"` : `data-item="${itemKey(first)}"`);
      return false;
    },
    /** Lists what the server found missing beyond what was known. */
    take: (problem: Problem): void => {
      const found = activitiesInQuestion(problem);
      if (found !== null) {
        setAsked(found);
        return;
      }
      const known = new Set(listed.map((item) => itemKey(item)));
      const added = problem.missing.filter((item) => !known.has(itemKey(item)));
      setListed([...listed, ...added]);
      setFresh(new Set(added.map((item) => itemKey(item))));
    },
  };
}

export type MoveDraft = ReturnType<typeof useMoveDraft>;
