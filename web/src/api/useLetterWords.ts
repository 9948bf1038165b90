/** Where a letter stands, in words. */
import { useTranslation } from 'react-i18next';
import { useFormats } from '@/lib/formats';
import { serverWords, type Delivery, type MessageState } from './letters';

interface Standing {
  state: MessageState | null;
  delivery?: Delivery;
  held_until: string | null;
  ended_at: string | null;
  trouble: string | null;
}

export type LetterTone = 'plain' | 'late' | 'soon' | 'won';

const tones: Record<MessageState, LetterTone> = { queued: 'plain', sending: 'plain', sent: 'won', bounced: 'late', failed: 'late', uncertain: 'soon', dropped: 'plain' };

export function letterTone(state: MessageState | null): LetterTone {
  return state === null ? 'plain' : tones[state];
}

function isHeld({ state, held_until: until }: Standing): boolean {
  return state === 'queued' && until !== null && new Date(until) > new Date();
}

export function useLetterWords() {
  const { t } = useTranslation();
  const formats = useFormats();
  return {
    /** In one or two words. */
    state: (letter: Standing) => {
      if (letter.state === null) return t(letter.delivery === 'print' ? 'letter.state.printed' : 'letter.state.saved');
      return t(`letter.state.${letter.state}`);
    },
    /** What there is to know beyond that; empty where there is nothing. */
    about: (letter: Standing) => {
      if (isHeld(letter)) return t('letter.heldUntil', { when: formats.instant(letter.held_until ?? '') });
      if (letter.state === 'failed') return t('letter.failed', { why: serverWords(letter.trouble) });
      if (letter.state === 'bounced') return t('letter.bounced', { why: serverWords(letter.trouble) });
      if (letter.state === 'uncertain') return t('letter.uncertain');
      if (letter.state === 'queued' && letter.trouble !== null) return t('letter.waits', { why: serverWords(letter.trouble) });
      return '';
    },
  };
}
