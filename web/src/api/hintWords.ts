/** A hint in words, short enough for the head of a column. */
import type { TFunction } from 'i18next';
import type { Hint } from './moveHints';

export function hintSentence(t: TFunction, hint: Hint): string {
  switch (hint.kind) {
    case 'here':
      return t('hint.here');
    case 'free':
      return t('hint.free');
    case 'back':
      return t('hint.back');
    case 'reason':
      return t('hint.reason');
    case 'activities':
      return t('hint.activities', { count: hint.count });
    case 'left':
      return t('hint.left', { count: hint.count });
    case 'over':
      return hint.names.length === 1 ? t('hint.overOne', { stage: hint.names[0] ?? '' }) : t('hint.over', { count: hint.names.length });
    case 'refused':
      return hint.detail ?? t('hint.refused');
  }
}

export type HintTone = 'plain' | 'won' | 'soon' | 'late' | 'locked';

export function hintTone(hint: Hint): HintTone {
  switch (hint.kind) {
    case 'free':
      return 'won';
    case 'left':
      return hint.isRequired ? 'late' : 'soon';
    case 'back':
    case 'over':
    case 'reason':
    case 'activities':
      return 'soon';
    case 'refused':
      return 'locked';
    case 'here':
      return 'plain';
  }
}
