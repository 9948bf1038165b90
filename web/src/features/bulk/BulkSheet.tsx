/** One sheet for every change of many: choose it, see what would come of it, run it, and see what came of it. */
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isRunning, readAllItems, runBatch, type Batch, type BatchAnswer, type BatchItem, type BatchTarget, type Wanted } from '@/api/batches';
import { asProblem, type Problem } from '@/api/problem';
import { refusalSentence, tellRefusal } from '@/api/refusals';
import { useAct } from '@/api/useAct';
import { announce, announceNow } from '@/lib/announcing';
import { selectOnly, useSelection, type BulkAct } from '@/lib/selection';
import { Alert, Button } from '@/ui/controls';
import { Sheet } from '@/ui/Sheet';
import { ChoosePart } from './ChoosePart';
import { emptyDraft, wantedOf, type Draft } from './draft';
import { AGAIN, STAYS } from './groups';
import { PreviewPart } from './PreviewPart';
import { ResultFoot, ResultPart } from './ResultPart';
import { useStages } from './StageChoice';
import { Steps, type Step } from './Steps';
import { useRememberBatch } from './useUndoBatch';
import classes from './BulkSheet.module.css';

interface Props {
  screen: string;
  act: Exclude<BulkAct, 'export'>;
  stageId: number | null;
  processId: number | null;
  onClose: () => void;
}

function named(items: readonly BatchItem[], versions: ReadonlyMap<number, number>) {
  return items.map(({ opportunity_id: id, name }) => ({ id, name: name ?? '', version: versions.get(id) ?? 1 }));
}

export function BulkSheet({ screen, act, stageId, processId, onClose }: Props) {
  const { t } = useTranslation();
  const { items } = useSelection(screen);
  const [targets, setTargets] = useState<readonly BatchTarget[]>(() => [...items.values()].map(({ id, version }) => ({ id, version })));
  const [draft, setDraft] = useState<Draft>({ ...emptyDraft, processId, stageId });
  const [step, setStep] = useState<Step>(stageId === null || act === 'close' ? 'choose' : 'preview');
  const [preview, setPreview] = useState<BatchAnswer | null>(null);
  const [batchId, setBatchId] = useState<number | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const wanted = wantedOf(act, draft);
  const isWinning = useStages(draft.processId)?.some(({ id, type }) => id === draft.stageId && type === 'won') ?? false;
  const shown = useRef<HTMLDivElement>(null);
  const shownStep = useRef(step);
  // The button that was pressed has gone with its part; the focus goes on to the next.
  useEffect(() => {
    if (shownStep.current !== step) shown.current?.focus();
    shownStep.current = step;
  }, [step]);

  const turnBack = (problem: Problem) => {
    const sentence = refusalSentence(problem);
    setStep('choose');
    setFailure(sentence);
    announceNow(sentence);
  };
  const keepSelected = (left: readonly BatchItem[]) => selectOnly(screen, named(left, new Map([...items.values()].map(({ id, version }) => [id, version]))));
  const remember = useRememberBatch();
  const run = useAct(runBatch, {
    done: (answer) => {
      setBatchId(answer.batch_id);
      if (answer.batch_id !== null) remember(answer.batch_id);
      setStep('result');
      if (answer.state === 'running') selectOnly(screen, []);
      else keepSelected(answer.items.filter(({ result }) => STAYS.includes(result)));
    },
    refused: (problem) => {
      turnBack(problem);
      return true;
    },
  });
  const change = (part: Partial<Draft>) => {
    setFailure(null);
    setDraft((before) => ({ ...before, ...part }));
  };
  const look = () => {
    if (wanted === null) {
      announce(t('bulk.chooseFirst'));
      document.querySelector<HTMLElement>('[data-bulk-choice] input')?.focus();
    } else setStep('preview');
  };
  const start = (wish: Wanted) => {
    setFailure(null);
    run.mutate({ wanted: wish, targets });
  };
  const retry = async (batch: Batch) => {
    try {
      const left = await readAllItems(batch.id, AGAIN);
      setTargets(left.map(({ opportunity_id: id }) => ({ id, version: null })));
      keepSelected(left);
      setStep('preview');
    } catch (error) {
      tellRefusal(asProblem(error));
    }
  };
  const forward = { choose: look, preview: () => (wanted === null ? setStep('choose') : start(wanted)), result: onClose }[step];
  const count = preview?.counts.changed ?? 0;
  return (
    <Sheet
      title={t(`bulk.title.${act}`, { count: targets.length })}
      head={<Steps step={step} />}
      closeLabel={t('page.close')}
      onClose={onClose}
      onCommandEnter={forward}
      foot={
        <>
          {step === 'choose' && <Button onClick={look}>{t('bulk.preview')}</Button>}
          {step === 'preview' && wanted !== null && count > 0 && (
            <Button loading={run.isPending} data-autofocus onClick={() => start(wanted)}>
              {t(`bulk.run.${act}`, { count })}
            </Button>
          )}
          {step === 'preview' && <Button variant="default" onClick={() => setStep('choose')}>{t('bulk.back')}</Button>}
          {step === 'result' && batchId !== null && <ResultFoot id={batchId} onRetry={(batch) => void retry(batch)} />}
          <Button variant="default" onClick={onClose}>{step === 'result' ? t('page.close') : t('page.cancel')}</Button>
        </>
      }
    >
      {failure !== null && <Alert color="brick" role="alert" className={classes.failure}>{failure}</Alert>}
      <div ref={shown} tabIndex={-1} className={classes.part} role="group" aria-label={t(`bulk.step.${step}`)}>
        {step === 'choose' && <ChoosePart act={act} draft={draft} onChange={change} onSubmit={look} />}
        {step === 'preview' && wanted !== null && (
          <PreviewPart wanted={wanted} targets={targets} draft={draft} onChange={change} onPreview={setPreview} onRefused={turnBack} />
        )}
        {step === 'result' && batchId !== null && <ResultPart id={batchId} isWinning={isWinning} />}
      </div>
    </Sheet>
  );
}

export function ResultSheet({ batch, onClose }: { batch: Batch; onClose: () => void }) {
  const { t } = useTranslation();
  return (
    <Sheet
      title={t(isRunning(batch) ? 'bulk.running' : 'bulk.ended', { count: batch.total })}
      closeLabel={t('page.close')}
      onClose={onClose}
      onCommandEnter={onClose}
      foot={
        <>
          <ResultFoot id={batch.id} />
          <Button variant="default" onClick={onClose}>{t('page.close')}</Button>
        </>
      }
    >
      <ResultPart id={batch.id} />
    </Sheet>
  );
}
