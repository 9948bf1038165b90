/** What became of several actions that were performed at once: one line for each, with what is left to do. */
import { useTranslation } from 'react-i18next';
import { answerProblem, type Answered } from '@/api/performing';
import { refusalSentence } from '@/api/refusals';
import { lookAtActivities } from '@/lib/lookingAt';
import { Button, Modal } from '@/ui/controls';
import { IconAlertCircle, IconCircleCheck, IconCircleDashed } from '@/ui/icons';
import type { Ask } from './asking';
import { nextAct, standingOf, type OwnAction } from './progress';
import classes from './Letter.module.css';

interface Props {
  results: readonly Answered[];
  actions: readonly OwnAction[];
  onAsk: (ask: Ask) => void;
  onComplete: (action: OwnAction) => void;
  onClose: () => void;
}

const icons = { done: IconCircleCheck, open: IconCircleDashed, failed: IconAlertCircle };

function Act({ answer, action, onAsk, onComplete }: { answer: Answered; action: OwnAction } & Pick<Props, 'onAsk' | 'onComplete'>) {
  const { t } = useTranslation();
  const next = nextAct(action);
  const { activity } = action;
  if (action.completion !== null) return null;
  if (answer.result === 'already_invited') return <Button variant="default" size="compact-sm" onClick={() => onComplete(action)} aria-label={t('action.markCompleteName', { name: action.name })}>{t('action.markComplete')}</Button>;
  if (activity !== null) return <Button variant="default" size="compact-sm" onClick={() => lookAtActivities([activity.id])}>{t('action.openActivity')}</Button>;
  if (next === null || next === 'complete' || next === 'outcome') return null;
  return <Button variant="default" size="compact-sm" aria-label={t(`action.acts.${next}Name`, { name: action.name })} onClick={() => onAsk({ kind: next, action, problem: answer.refusal === null ? null : answerProblem(answer) })}>{t(`action.acts.${next}`)}</Button>;
}

function Line({ answer, action, ...does }: { answer: Answered; action: OwnAction } & Pick<Props, 'onAsk' | 'onComplete'>) {
  const { t } = useTranslation();
  const standing = standingOf(answer, action);
  const Icon = icons[standing];
  const isSaid = standing === 'done' || (answer.refusal !== null && answer.result !== 'needs_input');
  const sentence = isSaid && standing !== 'done' ? refusalSentence(answerProblem(answer)) : t(`performed.${standing === 'done' ? 'done' : action.type}`);
  return (
    <li className={classes.result} data-done={standing === 'done'} data-failed={standing === 'failed'}>
      <Icon size={18} aria-hidden />
      <p><bdi>{action.name}</bdi></p>
      <p>{action.activity !== null && action.completion === null ? t('performed.booked') : sentence}</p>
      <Act answer={answer} action={action} {...does} />
    </li>
  );
}

export function PerformedSheet({ results, actions, onAsk, onComplete, onClose }: Props) {
  const { t } = useTranslation();
  const lines = results.flatMap((answer) => {
    const action = actions.find(({ id }) => id === answer.action_id);
    return action === undefined ? [] : [{ answer, action }];
  });
  const done = lines.filter(({ answer, action }) => standingOf(answer, action) === 'done').length;
  return (
    <Modal opened onClose={onClose} size={560} title={t('performed.title', { done, total: results.length })} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <ul className={classes.results}>
        {lines.map((line) => (
          <Line key={line.answer.action_id} {...line} onAsk={onAsk} onComplete={onComplete} />
        ))}
      </ul>
      <div className={classes.acts}>
        <Button variant="default" onClick={onClose}>{t('page.close')}</Button>
      </div>
    </Modal>
  );
}
