/** One action: its sign, what it is, where it stands, and the one act that fits. */
import { useTranslation } from 'react-i18next';
import type { Action } from '@/api/agenda';
import type { Letter } from '@/api/letters';
import { Button, Checkbox } from '@/ui/controls';
import { Hidden } from '@/ui/Hidden';
import { IconCalendarEvent, IconCheckbox, IconCircleCheck, IconMail, IconUsers } from '@/ui/icons';
import { Tag } from '@/ui/Tag';
import { ActionLine } from './ActionLine';
import { ActionMenu } from './ActionMenu';
import type { Ask } from './asking';
import { isOnTheWay, isOwn, nextAct, type OwnAction } from './progress';
import classes from './Actions.module.css';

const icons = { calendar_activity: IconCalendarEvent, letter: IconMail, gathering: IconUsers, checklist: IconCheckbox };

interface Props {
  opportunityId: number;
  action: Action;
  letter: Letter | null;
  isMarked: boolean;
  isBusy: boolean;
  onMark: (id: number, isMarked: boolean) => void;
  onAsk: (ask: Ask) => void;
  onComplete: (action: OwnAction) => void;
}

function Sign({ action, isMarked, onMark }: Pick<Props, 'action' | 'isMarked' | 'onMark'>) {
  const { t } = useTranslation();
  if (action.completion !== null) {
    return (
      <span className={classes.done}>
        <IconCircleCheck size={19} aria-hidden />
        <Hidden>{t('action.isComplete')}</Hidden>
      </span>
    );
  }
  if (!isOwn(action) || !action.may_do) return <span className={classes.open} />;
  const { id } = action;
  return <Checkbox radius="xl" size="xs" aria-label={t('action.mark', { name: action.name })} checked={isMarked} onChange={(event) => onMark(id, event.currentTarget.checked)} />;
}

function Act({ action, letter, isBusy, onAsk, onComplete }: Pick<Props, 'letter' | 'isBusy' | 'onAsk' | 'onComplete'> & { action: OwnAction }) {
  const { t } = useTranslation();
  const next = nextAct(action);
  if (next === null || !action.may_do || (next === 'send' && isOnTheWay(letter))) return null;
  const run = () => (next === 'complete' ? onComplete(action) : onAsk({ kind: next, action }));
  return (
    <Button variant="default" size="compact-sm" {...((next === 'complete' || next === 'invite') && { loading: isBusy })} aria-label={t(`action.acts.${next}Name`, { name: action.name })} onClick={run}>
      {t(`action.acts.${next}`)}
    </Button>
  );
}

export function ActionRow(props: Props) {
  const { action, letter, opportunityId, onAsk, onComplete } = props;
  const { t } = useTranslation();
  const Icon = icons[action.type];
  return (
    <li className={classes.row} data-complete={action.completion !== null}>
      <Sign {...props} />
      <Icon size={16} role="img" aria-label={t(`action.types.${action.type}`)} />
      <p className={classes.name}>
        <bdi>{action.name}</bdi>
        {action.is_required && action.completion === null && <Tag tone="late">{t('strength.hard')}</Tag>}
      </p>
      <ActionLine action={action} letter={letter} opportunityId={opportunityId} />
      {isOwn(action) && (action.may_do || action.may_change) && (
        <div className={classes.act}>
          <Act {...props} action={action} />
          <ActionMenu opportunityId={opportunityId} action={action} onAsk={onAsk} onComplete={() => onComplete(action)} />
        </div>
      )}
    </li>
  );
}
