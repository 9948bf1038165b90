/** The letter of an action: looked at as it would go out, then sent, printed or saved. Closing it changes nothing. */
import { useQuery } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Letter, LetterPreview } from '@/api/letters';
import { deliveries, letterQuery, letterTemplatesQuery, type Delivery } from '@/api/letters';
import { performOne, type Performed } from '@/api/performing';
import { asProblem, type Problem } from '@/api/problem';
import { refusalSentence } from '@/api/refusals';
import type { OpportunityRecord } from '@/api/types';
import { useAsked } from '@/api/useAsked';
import { Button, Modal, SegmentedControl, Select, Skeleton } from '@/ui/controls';
import { LetterFrame } from './LetterFrame';
import { LetterMissing } from './LetterMissing';
import type { OwnAction } from './progress';
import { useFinished } from '@/features/activities/useFinished';
import classes from './Letter.module.css';

interface Props {
  record: OpportunityRecord;
  action: OwnAction;
  /** The one before, when it went out or could not. */
  before: Letter | null;
  onClose: () => void;
}

/** With the choice of templates where the action names none, or one that is not there any more. */
function Template({ code, isOpen, onChoose }: { code: string | null; isOpen: boolean; onChoose: (code: string | null) => void }) {
  const { t } = useTranslation();
  const { data } = useQuery(letterTemplatesQuery);
  const offered = (data ?? []).filter((template) => template.is_active);
  if (!isOpen) return <p className={classes.fact}><span>{t('letter.template')}</span> <bdi>{data?.find((template) => template.code === code)?.name ?? code}</bdi></p>;
  return (
    <Select
      label={t('letter.template')}
      description={t('page.required')}
      data-autofocus
      searchable={offered.length > 7}
      allowDeselect={false}
      nothingFoundMessage={t('picker.nothing')}
      data={offered.map(({ code: value, name }) => ({ value, label: name }))}
      value={offered.some((template) => template.code === code) ? code : null}
      onChange={onChoose}
    />
  );
}

function useLetter({ record, action, onClose }: Props) {
  const { t } = useTranslation();
  const tell = useFinished();
  const named = action.plan.letter?.template ?? '';
  const [template, setTemplate] = useState<string | null>(null);
  const [chosen, setDelivery] = useState<Delivery | null>(null);
  const [isPrinted, setPrinted] = useState(false);
  const code = template ?? (named === '' ? null : named);
  const { data: letter, error, isFetching } = useQuery({ ...letterQuery(record.id, action.id, template), enabled: code !== null && !isPrinted });
  const delivery = chosen ?? letter?.delivery ?? action.plan.letter?.delivery ?? 'email';
  const done = (performed: Performed) => {
    const sentence = t(`letter.done.${delivery}`, { name: action.name, who: letter?.to_name ?? '' });
    tell(performed, { opportunityId: record.id, deal: record.name, sentence, isChosen: false });
    if (delivery === 'print') setPrinted(true);
    else onClose();
  };
  const act = useAsked(performOne, done);
  const send = () => {
    if (code === null) act.setFailure(t('letter.needsTemplate'));
    else act.mutate({ opportunityId: record.id, actionIds: [action.id], delivery, template });
  };
  const choose = (next: Delivery) => {
    act.setFailure(null);
    setDelivery(next);
  };
  const problem: Problem | null = error === null ? null : asProblem(error);
  const choosesTemplate = named === '' || template !== null || problem?.code === 'template_gone';
  return { code, setTemplate, choosesTemplate, delivery, choose, letter, problem, isFetching, isPrinted, act, send };
}

type Form = ReturnType<typeof useLetter>;

function Subject({ letter }: { letter: LetterPreview }) {
  const { t } = useTranslation();
  return <p className={classes.fact}><span>{t('letter.subject')}</span> <bdi>{letter.subject}</bdi></p>;
}

/** It prints as soon as it is there. */
function Printed({ letter, onClose }: { letter: LetterPreview; onClose: () => void }) {
  const { t } = useTranslation();
  const frame = useRef<HTMLIFrameElement>(null);
  const print = () => frame.current?.contentWindow?.print();
  return (
    <div className={classes.form}>
      <p role="status">{t('letter.printed')}</p>
      <Subject letter={letter} />
      <LetterFrame ref={frame} page={letter.page} title={t('letter.preview')} onLoad={print} />
      <div className={classes.acts}>
        <Button onClick={print}>{t('letter.printAgain')}</Button>
        <Button variant="default" onClick={onClose}>{t('page.close')}</Button>
      </div>
    </div>
  );
}

function Writing({ record, action, before, onClose, form }: Props & { form: Form }) {
  const { t } = useTranslation();
  const { letter, delivery, problem } = form;
  const missing = (delivery === 'email' ? letter?.missing_for_email : letter?.missing) ?? problem?.missing ?? [];
  return (
    <form
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault();
        form.send();
      }}
    >
      {before?.state === 'sent' && <p className={classes.hint}>{t('letter.wasSent')}</p>}
      <Template code={form.code} isOpen={form.choosesTemplate} onChoose={form.setTemplate} />
      {letter !== undefined && <p className={classes.fact}><span>{t('letter.to')}</span> <bdi>{[letter.to_name, delivery === 'email' ? letter.to_address : null].filter(Boolean).join(', ')}</bdi></p>}
      <SegmentedControl
        aria-label={t('letter.delivery')}
        data={deliveries.map((each) => ({ value: each, label: t(`letter.by.${each}`) }))}
        value={delivery}
        onChange={(value) => form.choose(deliveries.find((each) => each === value) ?? 'email')}
      />
      <p className={classes.hint}>{t(`letter.what.${delivery}`)}</p>
      {problem !== null && <p className={classes.wrong} role="alert">{refusalSentence(problem)}</p>}
      {missing.length > 0 && <LetterMissing record={record} missing={missing} mayGoOtherwise={delivery === 'email' && letter?.missing.length === 0} onChoose={form.choose} />}
      {letter !== undefined && <Subject letter={letter} />}
      {letter !== undefined && <LetterFrame page={letter.page} title={t('letter.preview')} isBusy={form.isFetching} />}
      {letter === undefined && form.isFetching && <Skeleton height={260} />}
      {form.act.failure !== null && <p className={classes.wrong} role="alert">{form.act.failure}</p>}
      <div className={classes.acts}>
        <Button type="submit" loading={form.act.isPending}>{t(`letter.do.${delivery}`)}</Button>
        <Button variant="default" onClick={onClose} aria-label={t('letter.cancelName', { name: action.name })}>{t('page.cancel')}</Button>
      </div>
    </form>
  );
}

export function LetterDialog(props: Props) {
  const { t } = useTranslation();
  const form = useLetter(props);
  const { letter } = form;
  return (
    <Modal opened onClose={props.onClose} size={680} title={props.action.name} closeButtonProps={{ 'aria-label': t('page.close') }}>
      {form.isPrinted && letter !== undefined ? <Printed letter={letter} onClose={props.onClose} /> : <Writing {...props} form={form} />}
    </Modal>
  );
}
