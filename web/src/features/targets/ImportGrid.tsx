/** Takes the numbers of people and periods from a CSV file; what would become of each is told before anything is kept. */
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Problem } from '@/api/problem';
import { refusalSentence } from '@/api/refusals';
import { foreseenGrid, setGrid, type GridSet } from '@/api/targets';
import { useAct } from '@/api/useAct';
import { isValue } from '@/api/useTargetWords';
import { announce } from '@/lib/announcing';
import { showToast } from '@/lib/toasts';
import { Button, Modal } from '@/ui/controls';
import { FileButton } from '@/ui/FileButton';
import type { Column } from './grid';
import { FileWrong, NewNumbers, Refused } from './Imported';
import { tally } from './importing';
import { useGoalWords } from './useGoalWords';
import classes from './dialog.module.css';

/** So much the server takes; every character has a byte at least. */
const LARGEST = 1_000_000;

interface Props {
  like: Column['like'];
  people: readonly { id: number; name: string }[];
  onClose: () => void;
}

interface Chosen {
  name: string;
  csv: string;
}

interface Wrong {
  sentence: string;
  gaps: Problem['missing'];
}

interface Told {
  answer: GridSet;
  isSet: boolean;
}

async function read(file: File): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return null;
  }
}

export function ImportGrid({ like, people, onClose }: Props) {
  const { t } = useTranslation();
  const words = useGoalWords();
  const leave = useRef<HTMLButtonElement>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [told, setTold] = useState<Told | null>(null);
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const refused = (problem: Problem) => {
    setWrong({ sentence: refusalSentence(problem), gaps: problem.missing });
    return true;
  };
  const preview = useAct(foreseenGrid, {
    refused,
    done: (answer) => {
      setTold({ answer, isSet: false });
      announce(t('goals.importWill', tally(answer)));
    },
  });
  const act = useAct(setGrid, {
    refused,
    done: (answer) => {
      const sentence = t('goals.importDone', tally(answer));
      announce(sentence);
      if (tally(answer).refused > 0) {
        setTold({ answer, isSet: true });
        leave.current?.focus();
      } else {
        showToast({ sentence, tone: 'done' });
        onClose();
      }
    },
  });
  const choose = async (file: File) => {
    const csv = file.size > LARGEST ? null : await read(file);
    const why = file.size > LARGEST ? 'goals.importTooLarge' : 'goals.importNotUtf8';
    setTold(null);
    setWrong(csv === null ? { sentence: t(why, { name: file.name }), gaps: [] } : null);
    setChosen(csv === null ? null : { name: file.name, csv });
    if (csv !== null) preview.mutate({ like, csv });
  };
  const set = () => {
    setWrong(null);
    if (chosen !== null) act.mutate({ like, csv: chosen.csv });
  };
  const figures = told === null ? null : tally(told.answer);
  const isSet = told?.isSet === true;
  const close = () => {
    // What is under way can no longer be called off; once it is told, the page is only read again.
    if (isSet || !act.isPending) onClose();
  };
  return (
    <Modal opened onClose={close} size="lg" title={t('goals.importTitle', { name: words.column(like) })} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <div className={classes.fields}>
        <p className={classes.help}>{[t('goals.importHelp'), isValue(like.metric) && t('goals.importAmounts')].filter(Boolean).join(' ')}</p>
        <div className={classes.file}>
          <FileButton label={t(chosen === null ? 'goals.importChoose' : 'goals.importAnother')} hasFocus isBusy={preview.isPending || act.isPending} onFiles={([file]) => file !== undefined && void choose(file)} />
          {chosen !== null && <bdi>{chosen.name}</bdi>}
        </div>
        {wrong !== null && <p className={classes.wrong} role="alert">{wrong.sentence}</p>}
        {wrong !== null && chosen !== null && <FileWrong gaps={wrong.gaps} file={chosen.name} />}
        {told !== null && figures !== null && (
          <>
            <p>{t(isSet ? 'goals.importDone' : 'goals.importWill', figures)}</p>
            <Refused like={like} answer={told.answer} people={people} />
            {!isSet && <NewNumbers like={like} answer={told.answer} people={people} />}
          </>
        )}
        <div className={classes.acts}>
          {!isSet && <Button loading={act.isPending} disabled={!figures?.set} onClick={set}>{t('goals.importNow', { count: figures?.set ?? 0 })}</Button>}
          <Button ref={leave} variant="default" onClick={close}>{t(isSet ? 'page.close' : 'page.cancel')}</Button>
        </div>
      </div>
    </Modal>
  );
}
