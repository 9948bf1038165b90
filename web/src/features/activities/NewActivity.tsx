/** A new activity: when, what about, for which deal if any, and in whose calendar. */
import { useQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { bookActivity, type ActivitySaid } from '@/api/agenda';
import { sessionQuery, usersQuery } from '@/api/queries';
import { searchQuery } from '@/api/search';
import { useAsked } from '@/api/useAsked';
import { useRight } from '@/api/useRight';
import type { Day } from '@/lib/days';
import { useFormats } from '@/lib/formats';
import { tellDone } from '@/lib/telling';
import { Button, Checkbox, Modal, useDebouncedValue } from '@/ui/controls';
import { PersonPicker, type Pick } from '@/ui/PersonPicker';
import { ActivityForm } from './ActivityForm';
import { startingAt, usualStart, valuesOf, type Category } from './activityValues';

interface Props {
  day: Day;
  /** Without one the day alone was chosen. */
  time: string | null;
  category: Category;
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

const usualTypes = { timed: 'meeting', all_day: 'meeting', task: 'to_do' } as const;

export function NewActivity({ day, time, category, onClose }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { data: session } = useSuspenseQuery(sessionQuery);
  const isSenior = useRight('assign_opportunities');
  const [isPrivate, setPrivate] = useState(false);
  const deal = usePicking();
  const person = usePicking();
  const act = useAsked(bookActivity, (_booked, { said }) => {
    tellDone(t('booking.done', { name: said.subject ?? '' }));
    onClose();
  });
  const initial = () => startingAt(valuesOf({ category, type: usualTypes[category], on_day: day }, formats.zone, day), time ?? usualStart(day, formats.zone, new Date()));
  const save = (said: ActivitySaid) => {
    const responsible = person.picked === null || person.picked.id === session.user.id ? {} : { responsible_id: person.picked.id };
    act.mutate({ opportunityId: deal.picked?.id ?? null, said: { ...said, ...responsible, is_private: isPrivate } });
  };
  return (
    <Modal opened onClose={onClose} title={t('activity.new')} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <ActivityForm initial={initial} asked={act} save={t('booking.book')} onSave={save} acts={<Button variant="default" onClick={onClose}>{t('page.cancel')}</Button>}>
        <DealField deal={deal} />
        {isSenior && <PersonField person={person} />}
        <Checkbox label={t('calendar.private')} checked={isPrivate} onChange={(event) => setPrivate(event.currentTarget.checked)} />
      </ActivityForm>
    </Modal>
  );
}
