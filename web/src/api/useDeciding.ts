/** Sending a message that is not out again, or dropping it; told in words. */
import { useTranslation } from 'react-i18next';
import { dropMessage, sendAgain } from './letters';
import { useAct } from './useAct';
import { tellDone } from '@/lib/telling';

/** `names` are what the letter is called and who it is for. */
export function useDeciding(names: { name: string; who: string }, onDone?: () => void) {
  const { t } = useTranslation();
  const done = (sentence: string) => () => {
    tellDone(sentence);
    onDone?.();
  };
  return {
    again: useAct(sendAgain, { done: done(t('letter.sentAgain', names)) }),
    drop: useAct(dropMessage, { done: done(t('letter.dropped', names)) }),
  };
}
