/** A new activity: when, what about, for which deal if any, and in whose calendar. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bookActivity } from '@/api/agenda';
import { sessionQuery, usersQuery } from '@/api/queries';
import { searchQuery } from '@/api/search';
import { useAsked } from '@/api/useAsked';
import { useRight } from '@/api/useRight';
import { ActivityFields } from '@/features/actions/ActivityFields';
import { saidOf, startingAt, timesOf, valuesOf } from '@/features/actions/activityValues';
import { Conflicts } from '@/features/actions/Conflicts';
import { announce } from '@/lib/announcing';
import type { Day } from '@/lib/days';
import { useFormats } from '@/lib/formats';
import { showToast } from '@/lib/toasts';
import { Button, Checkbox, Modal, useDebouncedValue } from '@/ui/controls';
import { PersonPicker, type Pick } from '@/ui/PersonPicker';
import { usualStart } from './placing';
import classes from './Calendar.module.css';

interface Props {
  day: Day;
  /** Without one the day alone was chosen. */
  time: string | null;
  isAllDay: boolean;
  onClose: () => void;
}

const PAUSE_MS = 150;

function usePicking() {
  const [text, setText] = useState('');
  const [picked, setPicked] = useState<Pick | null>(null);
  const [calm] = useDebouncedValue(text.trim(), PAUSE_MS);
  return { picked, setPicked, setText, calm };
}

function DealField({ deal }: { deal: ReturnType<typeof usePicking> }) {
  const { t } = useTranslation();
  const { data: found = [] } = useQuery(searchQuery(deal.calm));
  return <PersonPicker label={t('calendar.deal')} value={deal.picked} found={found} nothing={t('picker.nothing')} onSearch={deal.setText} onPick={deal.setPicked} />;
}

function PersonField({ person }: { person: ReturnType<typeof usePicking> }) {
  const { t } = useTranslation();
  const { data: found = [] } = useQuery(usersQuery(person.calm));
  return <PersonPicker label={t('calendar.whose')} value={person.picked} found={found} nothing={t('picker.nothing')} onSearch={person.setText} onPick={person.setPicked} />;
}

function useFilledIn({ day, time, isAllDay }: Props) {
  const formats = useFormats();
  return useState(() => {
    const blank = { ...valuesOf({ category: isAllDay ? 'all_day' : 'timed' }, formats.zone, day), day };
    return startingAt(blank, time ?? usualStart(day, formats.zone, new Date()));
  });
}

export function NewActivity(props: Props) {
  const { onClose } = props;
  const { t } = useTranslation();
  const formats = useFormats();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const isSenior = useRight('assign_opportunities');
  const [values, setValues] = useFilledIn(props);
  const [isPrivate, setPrivate] = useState(false);
  const deal = usePicking();
  const person = usePicking();
  const act = useAsked(bookActivity, () => {
    const sentence = t('booking.done', { name: values.subject });
    announce(sentence);
    showToast({ sentence, tone: 'done' });
    onClose();
  });
  const save = () => {
    const times = timesOf(values, formats.zone);
    const responsible = person.picked === null || person.picked.id === session.user.id ? {} : { responsible_id: person.picked.id };
    if (values.subject.trim() === '') act.setFailure(t('activity.needsSubject'));
    else if (times === null) act.setFailure(t('activity.needsTime'));
    else act.mutate({ opportunityId: deal.picked?.id ?? null, said: { ...saidOf(values, times), ...responsible, is_private: isPrivate } });
  };
  return (
    <Modal opened onClose={onClose} title={t('calendar.newTitle')} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <ActivityFields values={values} onChange={setValues} />
        <Conflicts values={values} except={null} />
        <DealField deal={deal} />
        {isSenior && <PersonField person={person} />}
        <Checkbox label={t('calendar.private')} checked={isPrivate} onChange={(event) => setPrivate(event.currentTarget.checked)} />
        {act.failure !== null && <p className={classes.wrong} role="alert">{act.failure}</p>}
        <div className={classes.acts}>
          <Button type="submit" loading={act.isPending}>{t('booking.book')}</Button>
          <Button variant="default" onClick={onClose}>{t('page.cancel')}</Button>
        </div>
      </form>
    </Modal>
  );
}
