/** The head of a record: the way back, its name and facts, and the acts that move it. */
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpportunityRecord } from '@/api/types';
import { useFormats } from '@/lib/formats';
import { paths } from '@/lib/paths';
import { Avatar } from '@/ui/Avatar';
import { Button } from '@/ui/controls';
import { IconChevronRight, IconUser } from '@/ui/icons';
import { HeadActs } from './HeadActs';
import { InlineField } from './InlineField';
import { ReopenDialog } from './ReopenDialog';
import classes from './RecordHead.module.css';

function Facts({ record }: { record: OpportunityRecord }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const closesOn = record.actual_close_on ?? record.expected_close_on;
  return (
    <ul className={classes.facts} aria-label={t('record.facts')}>
      {record.account && <li className={classes.account}><bdi>{record.account.name}</bdi></li>}
      {record.contact && (
        <li>
          <IconUser size={15} aria-hidden />
          <bdi>{record.contact.name}</bdi>
        </li>
      )}
      <li>{record.amount_minor === null ? t('card.noAmount') : <b>{formats.money(record.amount_minor, record.currency)}</b>}</li>
      <li>
        <b>{formats.percent(record.probability)}</b> {t('record.probability')}
        {record.is_probability_overridden && ` (${t('record.byHand')})`}
      </li>
      {closesOn !== null && (
        <li>
          {t(record.actual_close_on === null ? 'record.closes' : 'record.closed')} <b>{formats.day(closesOn)}</b>
          {record.push_count > 0 && <span className={classes.pushed}>{t('record.pushed', { count: record.push_count })}</span>}
        </li>
      )}
      <li>
        <Avatar person={record.owner} />
        <bdi>{record.owner.name}</bdi>
      </li>
    </ul>
  );
}

export function RecordHead({ record, onMove }: { record: OpportunityRecord; onMove: (stageId: number) => void }) {
  const { t } = useTranslation();
  const formats = useFormats();
  const [isReopening, setReopening] = useState(false);
  const isClosed = record.stage.type !== 'open';
  return (
    <header>
      <nav className={classes.crumb} aria-label={t('record.way')}>
        <Link to={paths.board} params={{ processId: record.process.id }}>{record.process.name}</Link>
        <IconChevronRight size={14} className="flip" aria-hidden />
        <span>{record.stage.name}</span>
      </nav>
      <div className={classes.row}>
        <h1 className={classes.title}>
          <InlineField record={record} field="name" isTitle />
        </h1>
        {!isClosed && <HeadActs record={record} onMove={onMove} />}
      </div>
      <Facts record={record} />
      {isClosed && (
        <div className={classes.closed} data-type={record.stage.type}>
          {t('record.readOnly', { stage: record.stage.name, day: record.actual_close_on === null ? '' : formats.day(record.actual_close_on) })}
          {record.may.reopen && <Button variant="default" size="compact-sm" onClick={() => setReopening(true)}>{t('record.reopen')}</Button>}
        </div>
      )}
      {isReopening && <ReopenDialog record={record} onClose={() => setReopening(false)} />}
    </header>
  );
}
