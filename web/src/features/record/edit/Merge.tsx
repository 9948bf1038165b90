/** What others changed while the form was open, beside what was typed here; nothing typed is lost. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldHistoryQuery } from '@/api/queries';
import type { OpportunityRecord, PastField } from '@/api/types';
import { announce } from '@/lib/announcing';
import { useFormats } from '@/lib/formats';
import { Button } from '@/ui/controls';
import { useFieldWords } from '../fieldWords';
import type { Choice } from './merging';
import type { EditFormState } from './useEditForm';
import classes from './EditSheet.module.css';

interface Props {
  record: OpportunityRecord;
  form: EditFormState;
}

interface RowProps extends Props {
  field: string;
  change: PastField | undefined;
}

function Side({ field, form, side, words }: { field: string; form: EditFormState; side: Choice; words: string }) {
  const { t } = useTranslation();
  const { label } = form.describe(field);
  const isChosen = form.choices[field] === side;
  return (
    <td>
      <bdi>{words === '' ? t('field.empty') : words}</bdi>
      <Button
        size="compact-sm"
        variant={isChosen ? 'light' : 'default'}
        aria-pressed={isChosen}
        aria-label={t(side === 'mine' ? 'merge.keepName' : 'merge.takeName', { field: label })}
        onClick={() => form.choose({ [field]: side })}
      >
        {t(side === 'mine' ? 'merge.keep' : 'merge.take')}
      </Button>
    </td>
  );
}

function Row({ record, form, field, change }: RowProps) {
  const { t } = useTranslation();
  const formats = useFormats();
  const words = useFieldWords();
  const shape = form.describe(field);
  const theirs = words(record, shape, form.now[field] ?? null);
  const mine = form.names[field] ?? words(form.base, shape, form.mine(field));
  const isDisputed = form.inDispute.includes(field);
  return (
    <tr data-dispute={isDisputed ? field : undefined}>
      <th scope="row">
        {shape.label}
        {change !== undefined && <small>{t('merge.who', { who: change.actor.name, at: formats.instant(change.at) })}</small>}
      </th>
      {isDisputed ? <Side field={field} form={form} side="mine" words={mine} /> : <td className={classes.untouched}>{t('merge.untouched')}</td>}
      {isDisputed ? <Side field={field} form={form} side="theirs" words={theirs} /> : <td><bdi>{theirs === '' ? t('field.empty') : theirs}</bdi></td>}
    </tr>
  );
}

export function Merge({ record, form }: Props) {
  const { t, i18n } = useTranslation();
  const { data: history } = useQuery(fieldHistoryQuery(record.id));
  const changeOf = (field: string) => history?.find((change) => change.field === field && change.version > form.base.version);
  const people = new Set(form.theirs.map((field) => changeOf(field)?.actor.name).filter((name) => name !== undefined));
  const list = new Intl.ListFormat(i18n.language, { type: 'conjunction' });
  const isMoved = record.stage.id !== form.base.stage.id;
  const labels = [...form.theirs.map((field) => form.describe(field).label), ...(isMoved ? [t('edit.stage')] : [])];
  const sentence = t('merge.changed', { who: people.size === 0 ? t('bell.somebody') : list.format(people), fields: labels.length === 0 ? t('merge.something') : list.format(labels) });
  useEffect(() => announce(sentence), [sentence]);
  const all = (side: Choice) => form.choose(Object.fromEntries(form.inDispute.map((field) => [field, side])));
  const isSettled = form.inDispute.every((field) => form.choices[field] !== undefined);
  return (
    <section className={classes.merge} aria-label={t('merge.title')}>
      <p>{sentence}</p>
      {isMoved && <p>{t('merge.moved', { stage: record.stage.name })}</p>}
      {form.theirs.length > 0 && (
        <table>
          <thead>
            <tr>
              <th scope="col">{t('merge.field')}</th>
              <th scope="col">{t('merge.yours')}</th>
              <th scope="col">{t('merge.theirs')}</th>
            </tr>
          </thead>
          <tbody>
            {form.theirs.map((field) => (
              <Row key={field} record={record} form={form} field={field} change={changeOf(field)} />
            ))}
          </tbody>
        </table>
      )}
      <div className={classes.buttons}>
        {form.inDispute.length > 1 && <Button size="compact-sm" variant="default" onClick={() => all('theirs')}>{t('merge.takeAll')}</Button>}
        {form.inDispute.length > 1 && <Button size="compact-sm" variant="default" onClick={() => all('mine')}>{t('merge.keepAll')}</Button>}
        {isSettled && <Button size="compact-sm" variant="default" onClick={form.accept}>{t('merge.seen')}</Button>}
      </div>
    </section>
  );
}
