/** The dialog for what was asked of an action. */
import type { Agenda } from '@/api/agenda';
import type { Letter } from '@/api/letters';
import type { OpportunityRecord } from '@/api/types';
import { BookingDialog } from '@/features/activities/BookingDialog';
import { OutcomeDialog } from '@/features/activities/OutcomeDialog';
import { ActionForm } from './ActionForm';
import type { Ask } from './asking';
import { DeleteAction } from './DeleteAction';
import { InviteDialog } from './InviteDialog';
import { LetterDialog } from './LetterDialog';
import { letterOf, stagesOf, type OwnAction } from './progress';

interface Props {
  ask: Ask;
  record: OpportunityRecord;
  agenda: Agenda;
  letters: readonly Letter[];
  onComplete: (action: OwnAction) => void;
  onClose: () => void;
}

export function AskedDialog({ ask, record, agenda, letters, onComplete, onClose }: Props) {
  const opportunityId = record.id;
  const open = record.path.filter(({ stage }) => stage.type === 'open' && stage.id !== record.stage.id).map(({ stage }) => stage);
  const stages = [...stagesOf(agenda, 'current').map(({ stage }) => stage), ...open];
  if (ask.kind === 'add') return <ActionForm opportunityId={opportunityId} action={null} stages={stages} onClose={onClose} />;
  const { kind, action, problem = null } = ask;
  const complete = () => {
    onClose();
    onComplete(action);
  };
  if (kind === 'change') return <ActionForm opportunityId={opportunityId} action={action} stages={stages} onClose={onClose} />;
  if (kind === 'book') return <BookingDialog opportunityId={opportunityId} action={action} onClose={onClose} />;
  if (kind === 'delete') return <DeleteAction opportunityId={opportunityId} action={action} onClose={onClose} />;
  if (kind === 'send') return <LetterDialog record={record} action={action} before={letterOf(letters, action)} onClose={onClose} />;
  if (kind === 'invite') return <InviteDialog record={record} action={action} problem={problem} onClose={onClose} onComplete={complete} />;
  if (action.activity === null) return null;
  return <OutcomeDialog activityId={action.activity.id} actionId={action.completion === null ? action.id : undefined} onClose={onClose} />;
}
