/** Takes the numbers of people and periods from a CSV file; what would become of each is told before anything is kept. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { whyRefused } from '@/api/settingTargets';
import { foreseenGrid, setGrid, type GridSet } from '@/api/targets';
import { useAsked } from '@/api/useAsked';
import { announce } from '@/lib/announcing';
import { showToast } from '@/lib/toasts';
import { Button, Modal } from '@/ui/controls';
import { FileButton } from '@/ui/FileButton';
import type { Column } from './grid';
import { useGoalWords } from './useGoalWords';
import classes from './dialog.module.css';

const LISTED = 20;

interface Props {
  like: Column['like'];
  people: readonly { id: number; name: string }[];
  onClose: () => void;
}

interface Chosen {
  name: string;
  csv: string;
}

async function read(file: File): Promise<string | null> {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(await file.arrayBuffer());
  } catch {
    return null;
  }
}

function willChange({ counts }: GridSet): number {
  const { created = 0, changed = 0 } = counts;
  return created + changed;
}

function Refused({ answer, people }: { answer: GridSet; people: Props['people'] }) {
  const { t } = useTranslation();
  const refused = answer.items.filter(({ result }) => result === 'refused');
  if (refused.length === 0) return null;
  return (
    <ul className={classes.refused} aria-label={t('goals.importRefused')}>
      {refused.slice(0, LISTED).map((cell) => (
        <li key={`${cell.row} ${cell.column}`}>
          <bdi>{[t('goals.importRow', { row: cell.row }), people.find(({ id }) => id === cell.user_id)?.name, cell.column].filter(Boolean).join(', ')}</bdi>
          <span className={classes.help}>{whyRefused(cell)}</span>
        </li>
      ))}
      {refused.length > LISTED && <li>{t('goals.importMore', { count: refused.length - LISTED })}</li>}
    </ul>
  );
}

export function ImportGrid({ like, people, onClose }: Props) {
  const { t } = useTranslation();
  const words = useGoalWords();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [foreseen, setForeseen] = useState<GridSet | null>(null);
  const sentence = (answer: GridSet) => {
    const { created = 0, unchanged = 0, refused = 0 } = answer.counts;
    return t('goals.importSentence', { set: willChange(answer), created, unchanged, refused });
  };
  const preview = useAsked(foreseenGrid, (answer) => {
    setForeseen(answer);
    announce(sentence(answer));
  });
  const act = useAsked(setGrid, (answer) => {
    const told = sentence(answer);
    showToast({ sentence: told, tone: 'done' });
    announce(told);
    onClose();
  });
  const choose = async (file: File | undefined) => {
    if (file === undefined) return;
    const csv = await read(file);
    setForeseen(null);
    act.setFailure(null);
    preview.setFailure(csv === null ? t('goals.importNotUtf8', { name: file.name }) : null);
    setChosen(csv === null ? null : { name: file.name, csv });
    if (csv !== null) preview.mutate({ like, csv });
  };
  const failure = preview.failure ?? act.failure;
  const count = foreseen === null ? 0 : willChange(foreseen);
  return (
    <Modal opened onClose={onClose} size="lg" title={t('goals.importTitle', { name: words.column(like) })} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <div className={classes.fields}>
        <p className={classes.help}>{t('goals.importHelp')}</p>
        <div className={classes.file}>
          <FileButton label={t(chosen === null ? 'goals.importChoose' : 'goals.importAnother')} isBusy={preview.isPending} onFiles={([file]) => void choose(file)} />
          {chosen !== null && <bdi>{chosen.name}</bdi>}
        </div>
        {failure !== null && <p className={classes.wrong} role="alert">{failure}</p>}
        {foreseen !== null && (
          <>
            <p>{sentence(foreseen)}</p>
            <Refused answer={foreseen} people={people} />
          </>
        )}
        <div className={classes.acts}>
          <Button loading={act.isPending} disabled={chosen === null || count === 0} onClick={() => chosen !== null && act.mutate({ like, csv: chosen.csv })}>{t('goals.importNow', { count })}</Button>
          <Button variant="default" onClick={onClose}>{t('page.cancel')}</Button>
        </div>
      </div>
    </Modal>
  );
}
