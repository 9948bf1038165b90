/** What can be done with a goal by whoever may change it; for everybody else, who set it. */
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { pauseTarget, resumeTarget, type SalesTarget } from '@/api/targets';
import { useAct } from '@/api/useAct';
import { announce } from '@/lib/announcing';
import { focusHome } from '@/lib/focusHome';
import { offerUndo } from '@/lib/offering';
import { ActionIcon, Menu } from '@/ui/controls';
import { IconDots, IconPencil } from '@/ui/icons';
import { DeleteGoal } from './DeleteGoal';
import { EndGoal } from './EndGoal';
import { hasEnded } from './grid';
import { NumberDialog } from './NumberDialog';
import { useGoalWords } from './useGoalWords';
import classes from './Goals.module.css';

type Asked = 'number' | 'end' | 'delete';

/** Both ways, each taken back by the other. */
function usePausing(target: SalesTarget) {
  const { t } = useTranslation();
  const words = useGoalWords();
  const said = ({ id, version }: SalesTarget, sentence: string, undo: () => void) => {
    announce(sentence);
    offerUndo({ id: `goal/${id}/${version}`, sentence, label: t('move.undo'), undo });
  };
  const name = words.short(target);
  const takeBackPause = useAct(resumeTarget, { done: () => announce(t('goals.resumed', { name })) });
  const takeBackResume = useAct(pauseTarget, { done: () => announce(t('goals.pausedNow', { name })) });
  const pause = useAct(pauseTarget, { done: (after) => said(after, t('goals.pausedNow', { name }), () => takeBackPause.mutate(after)) });
  const resume = useAct(resumeTarget, { done: (after) => said(after, t('goals.resumed', { name }), () => takeBackResume.mutate(after)) });
  return () => (target.is_paused ? resume : pause).mutate({ id: target.id, version: target.version });
}

export function GoalActs({ target, onGone }: { target: SalesTarget; onGone: () => void }) {
  const { t } = useTranslation();
  const words = useGoalWords();
  const [asked, setAsked] = useState<Asked | null>(null);
  const pencil = useRef<HTMLButtonElement>(null);
  const more = useRef<HTMLButtonElement>(null);
  const pauseOrResume = usePausing(target);
  if (!target.may_change) return <span className={classes.setBy}>{t('goals.setBy', { who: target.set_by.name })}</span>;
  const name = words.short(target);
  const goesOn = !hasEnded(target);
  const close = () => {
    focusHome(asked === 'number' ? pencil.current : more.current);
    setAsked(null);
  };
  const leave = () => {
    focusHome();
    setAsked(null);
    onGone();
  };
  return (
    <span className={classes.acts}>
      {target.set_by.id !== target.user.id && <span className={classes.setBy}>{t('goals.setBy', { who: target.set_by.name })}</span>}
      {goesOn && (
        <ActionIcon ref={pencil} variant="subtle" size="var(--sl-control)" aria-label={t('goals.changeNumber', { name })} title={t('goals.number_')} onClick={() => setAsked('number')}>
          <IconPencil size={16} aria-hidden />
        </ActionIcon>
      )}
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <ActionIcon ref={more} variant="subtle" size="var(--sl-control)" aria-label={t('goals.moreFor', { name })}>
            <IconDots size={16} aria-hidden />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {goesOn && <Menu.Item onClick={pauseOrResume}>{t(target.is_paused ? 'goals.resume' : 'goals.pause')}</Menu.Item>}
          {goesOn && <Menu.Item onClick={() => setAsked('end')}>{t('goals.end')}</Menu.Item>}
          <Menu.Divider />
          <Menu.Item color="brick" onClick={() => setAsked('delete')}>{t('goals.delete')}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {asked === 'number' && <NumberDialog target={target} onClose={close} />}
      {asked === 'end' && <EndGoal target={target} onClose={close} />}
      {asked === 'delete' && <DeleteGoal target={target} onClose={close} onGone={leave} />}
    </span>
  );
}
