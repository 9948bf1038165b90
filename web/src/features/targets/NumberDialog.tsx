/** Another number for a goal: from a period on, or for one season alone; closed periods keep theirs. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { changeTargetNumber, replaceTargetNumbers, type SalesTarget } from '@/api/targets';
import { useAct } from '@/api/useAct';
import { useAsked } from '@/api/useAsked';
import { isValue } from '@/api/useTargetWords';
import { announce } from '@/lib/announcing';
import { useFormats } from '@/lib/formats';
import { offerUndo } from '@/lib/offering';
import { Button, Checkbox, Modal, Select, TextInput } from '@/ui/controls';
import { numberText, readNumber } from './amount';
import { hasOwnNumber, periodsFrom } from './periods';
import { useGoalWords } from './useGoalWords';
import classes from './dialog.module.css';

const AHEAD = 13;

export function NumberDialog({ target, onClose }: { target: SalesTarget; onClose: () => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useGoalWords();
  const [text, setText] = useState(() => numberText(target, target.period.number, formats.locale));
  const [from, setFrom] = useState(target.period.starts_on);
  const [isOnce, setOnce] = useState(() => hasOwnNumber(target.numbers, from));
  const name = words.short(target);
  const number = readNumber(target, text, formats.locale);
  const changed = (to: number) => t('goals.numberChanged', { name, number: words.figure(target, to) });
  const back = useAct(replaceTargetNumbers, { done: ({ period }) => announce(changed(period.number)) });
  const act = useAsked(changeTargetNumber, ({ id, version }, said) => {
    const sentence = changed(said.number);
    announce(sentence);
    offerUndo({ id: `goal/${id}/${version}`, sentence, label: t('move.undo'), undo: () => back.mutate({ id, version, numbers: target.numbers }) });
    onClose();
  });
  const close = () => {
    if (!act.isPending) onClose();
  };
  const save = () => {
    if (number === null) act.setFailure(t(isValue(target.metric) ? 'page.notAnAmount' : 'goals.notANumber'));
    else act.mutate({ id: target.id, version: target.version, number, on: from, is_once: isOnce });
  };
  const periods = periodsFrom(target.period.starts_on, target.period_type, AHEAD);
  return (
    <Modal opened onClose={close} title={t('goals.numberTitle', { name })} closeButtonProps={{ 'aria-label': t('page.close') }}>
      <form
        className={classes.fields}
        onSubmit={(event) => {
          event.preventDefault();
          save();
        }}
      >
        <TextInput
          label={t('goals.number_')}
          data-autofocus
          inputMode={isValue(target.metric) ? 'decimal' : 'numeric'}
          rightSection={target.currency}
          rightSectionWidth={target.currency === null ? 0 : 52}
          value={text}
          error={act.failure}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Select
          label={t('goals.from')}
          allowDeselect={false}
          data={periods.map((period) => ({ value: period.starts_on, label: words.period(period, target) }))}
          value={from}
          onChange={(next) => setFrom(next ?? from)}
        />
        <Checkbox label={t('goals.once')} checked={isOnce} onChange={(event) => setOnce(event.currentTarget.checked)} />
        <p className={classes.help}>{t('goals.numberHelp')}</p>
        <div className={classes.acts}>
          <Button type="submit" loading={act.isPending}>{t('page.save')}</Button>
          <Button variant="default" onClick={close}>{t('page.cancel')}</Button>
        </div>
      </form>
    </Modal>
  );
}
