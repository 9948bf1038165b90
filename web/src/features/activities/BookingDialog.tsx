/** Putting the activity of an action into the calendar, as it is proposed or as somebody changes it. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bookForAction, draftQuery, type Action, type LinkedActivity } from '@/api/agenda';
import { asProblem } from '@/api/problem';
import { refusalSentence } from '@/api/refusals';
import { useAsked } from '@/api/useAsked';
import { ActivityForm } from './ActivityForm';
import { valuesOf } from './activityValues';
import { announce } from '@/lib/announcing';
import { useFormats } from '@/lib/formats';
import { lookAtActivities } from '@/lib/lookingAt';
import { Button, Modal, Skeleton } from '@/ui/controls';
import { Exists } from './Exists';
import classes from './Activities.module.css';

interface Props {
  opportunityId: number;
  action: Pick<Action, 'name' | 'activity'> & { id: number };
  onClose: () => void;
}

interface FormProps extends Props {
  draft: unknown;
  replaces: boolean;
}

function Form({ opportunityId, action, draft, replaces, onClose }: FormProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const act = useAsked(bookForAction, (_booked, { activity }) => {
    announce(t('booking.done', { name: activity.subject ?? '' }));
    onClose();
  });
  return (
    <ActivityForm
      initial={() => valuesOf(draft, formats.zone, formats.today())}
      asked={act}
      save={t('booking.book')}
      onSave={(activity) => act.mutate({ opportunityId, actionId: action.id, activity, replaces })}
      acts={<Button variant="default" onClick={onClose}>{t('page.cancel')}</Button>}
    />
  );
}

function Drafting(props: Omit<FormProps, 'draft'>) {
  const { opportunityId, action, replaces } = props;
  const draft = useQuery(draftQuery(opportunityId, action.id, replaces));
  if (draft.error !== null) return <p className={classes.wrong} role="alert">{refusalSentence(asProblem(draft.error))}</p>;
  return draft.isSuccess ? <Form {...props} draft={draft.data} /> : <Skeleton height={280} />;
}

export function BookingDialog({ opportunityId, action, onClose }: Props) {
  const { t } = useTranslation();
  // What there was when it was opened: an activity that comes in between is told of by the server.
  const [there, setThere] = useState<LinkedActivity | null>(action.activity);
  const [replaces, setReplaces] = useState(false);
  const open = (id: number) => {
    onClose();
    lookAtActivities([id]);
  };
  return (
    <Modal opened onClose={onClose} title={t('booking.title', { name: action.name })} closeButtonProps={{ 'aria-label': t('page.close') }}>
      {there === null && <Drafting opportunityId={opportunityId} action={action} replaces={replaces} onClose={onClose} />}
      {there !== null && (
        <Exists
          activity={there}
          opportunityId={opportunityId}
          onOpen={() => open(there.id)}
          onReplace={() => {
            setReplaces(true);
            setThere(null);
          }}
          onClose={onClose}
        />
      )}
    </Modal>
  );
}
