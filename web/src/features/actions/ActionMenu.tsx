/** What else can be done with an action: its activity opened, changed, reopened, deleted. */
import { useTranslation } from 'react-i18next';
import { reopenAction } from '@/api/agenda';
import { useAct } from '@/api/useAct';
import { announce } from '@/lib/announcing';
import { lookAtActivities } from '@/lib/lookingAt';
import { ActionIcon, Menu } from '@/ui/controls';
import { IconArrowBackUp, IconCalendarEvent, IconCalendarPlus, IconCheck, IconDots, IconPencil, IconTrash } from '@/ui/icons';
import type { Ask } from './asking';
import { completesApart, nextAct, type OwnAction } from './progress';

interface Props {
  opportunityId: number;
  action: OwnAction;
  onAsk: (ask: Ask) => void;
  onComplete: () => void;
}

export function ActionMenu({ opportunityId, action, onAsk, onComplete }: Props) {
  const { t } = useTranslation();
  const reopen = useAct(reopenAction, { done: () => announce(t('action.reopened', { name: action.name })) });
  const { activity, completion } = action;
  const isOpen = completion === null;
  const next = nextAct(action);
  const size = { size: 16, 'aria-hidden': true } as const;
  return (
    <Menu position="bottom-end" width={220} withinPortal>
      <Menu.Target>
        <ActionIcon variant="subtle" size={28} aria-label={t('action.more', { name: action.name })}>
          <IconDots {...size} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {activity !== null && <Menu.Item leftSection={<IconCalendarEvent {...size} />} onClick={() => lookAtActivities([activity.id])}>{t('action.openActivity')}</Menu.Item>}
        {activity !== null && activity.status === 'cancelled' && isOpen && action.may_do && (
          <Menu.Item leftSection={<IconCalendarPlus {...size} />} onClick={() => onAsk({ kind: 'book', action })}>{t('action.bookAgain')}</Menu.Item>
        )}
        {isOpen && action.may_do && completesApart(next) && <Menu.Item leftSection={<IconCheck {...size} />} onClick={onComplete}>{t('action.complete')}</Menu.Item>}
        {action.may_change && <Menu.Item leftSection={<IconPencil {...size} />} onClick={() => onAsk({ kind: 'change', action })}>{t('action.change')}</Menu.Item>}
        {!isOpen && action.may_do && (
          <Menu.Item leftSection={<IconArrowBackUp {...size} className="flip" />} onClick={() => reopen.mutate({ id: action.id, opportunityId })}>{t('action.reopen')}</Menu.Item>
        )}
        {action.may_change && (
          <>
            <Menu.Divider />
            <Menu.Item color="brick" leftSection={<IconTrash {...size} />} onClick={() => onAsk({ kind: 'delete', action })}>{t('action.delete')}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
