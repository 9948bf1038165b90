/** Which event the contact is invited to; or why they cannot be invited to the one that the action names. */
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { gatheringsQuery, inviteInstead, performOne, type Gathering, type Performed } from '@/api/performing';
import { asProblem, type Problem } from '@/api/problem';
import { refusalSentence } from '@/api/refusals';
import type { OpportunityRecord } from '@/api/types';
import { useAsked } from '@/api/useAsked';
import { useFormats } from '@/lib/formats';
import { paths } from '@/lib/paths';
import { Button, Modal, Radio, Skeleton } from '@/ui/controls';
import { invitedTo, isFixed, type OwnAction } from './progress';
import { useFinished } from '@/features/activities/useFinished';
import classes from './Letter.module.css';

interface Props {
  record: OpportunityRecord;
  action: OwnAction;
  /** What inviting to the event of the action was refused for. */
  problem: Problem | null;
  onClose: () => void;
  onComplete: () => void;
}

function Offer({ gathering }: { gathering: Gathering }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const { id, name, starts_at: begins, location, capacity, taken, is_open: isOpen } = gathering;
  const places = capacity === null ? null : t('gathering.places', { count: Math.max(capacity - taken, 0) });
  return <Radio className={classes.offer} value={String(id)} disabled={!isOpen} label={name} description={[formats.instant(begins), location, places].filter(Boolean).join(' · ')} />;
}

function Offers({ chosen, onChoose }: { chosen: string | null; onChoose: (id: string) => void }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(gatheringsQuery);
  if (error !== null) return <p className={classes.wrong} role="alert">{refusalSentence(asProblem(error))}</p>;
  if (data === undefined) return <Skeleton height={120} />;
  if (data.length === 0) return <p className={classes.hint}>{t('gathering.none')}</p>;
  return (
    <Radio.Group label={t('gathering.which')} value={chosen} onChange={onChoose}>
      <div className={classes.offered}>
        {data.map((gathering) => (
          <Offer key={gathering.id} gathering={gathering} />
        ))}
      </div>
    </Radio.Group>
  );
}

export function InviteDialog({ record, action, problem, onClose, onComplete }: Props) {
  const { t } = useTranslation();
  const tell = useFinished();
  const { data: offered } = useQuery(gatheringsQuery);
  const isBound = isFixed(action);
  const [isChoosing, setChoosing] = useState(!isBound);
  const [chosen, setChosen] = useState<string | null>(null);
  const done = (performed: Performed) => {
    onClose();
    tell(performed, { opportunityId: record.id, deal: record.name, sentence: t('gathering.done', invitedTo(performed, record)), isChosen: false });
  };
  const invite = useAsked(performOne, done);
  const instead = useAsked(inviteInstead, done);
  const act = isBound ? instead : invite;
  const save = () => {
    const gathering = offered?.find(({ id }) => String(id) === chosen);
    const wanted = { opportunityId: record.id, actionIds: [action.id] };
    if (gathering === undefined) act.setFailure(t('gathering.needsOne'));
    else if (isBound) instead.mutate({ ...wanted, code: gathering.code });
    else invite.mutate({ ...wanted, gatheringId: gathering.id });
  };
  const refused = act.problem ?? problem;
  const sentence = act.failure ?? (isChoosing || problem === null ? null : refusalSentence(problem));
  const needsContact = refused?.code === 'contact_missing';
  const mayComplete = refused !== null && !needsContact;
  return (
    <Modal opened onClose={onClose} title={action.name} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        {isChoosing && record.contact !== null && <p className={classes.hint}>{t('gathering.who', { who: record.contact.name })}</p>}
        {isChoosing && <Offers chosen={chosen} onChoose={setChosen} />}
        {sentence !== null && <p className={isChoosing ? classes.wrong : undefined} role="alert">{sentence}</p>}
        {needsContact && <Link to={paths.editRecord} params={{ opportunityId: record.id }} className={classes.link}>{t('letter.editDeal')}</Link>}
        <div className={classes.acts}>
          {isChoosing && <Button type="submit" loading={act.isPending}>{t('gathering.invite')}</Button>}
          {mayComplete && <Button variant={isChoosing ? 'default' : 'filled'} onClick={onComplete}>{t('action.markComplete')}</Button>}
          {!isChoosing && action.may_change && !needsContact && <Button variant="default" onClick={() => setChoosing(true)}>{t('gathering.another')}</Button>}
          <Button variant="default" onClick={onClose}>{t('page.cancel')}</Button>
        </div>
      </form>
    </Modal>
  );
}
