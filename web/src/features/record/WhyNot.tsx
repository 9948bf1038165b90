/** Why a deal cannot simply move: what each stage still asks for, to be read; moving is one button away. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { hintSentence } from '@/api/hintWords';
import { hintOf } from '@/api/moveHints';
import { optionsQuery } from '@/api/queries';
import type { Missing, MoveOption, OpportunityRecord } from '@/api/types';
import { Button, Select, Skeleton } from '@/ui/controls';
import { IconCircleCheck, IconCircleDashed, IconCircleX } from '@/ui/icons';
import { Sheet } from '@/ui/Sheet';
import { Tag, type Tone } from '@/ui/Tag';
import classes from './WhyNot.module.css';

const tones: Record<Missing['strength'], Tone> = { hard: 'late', soft: 'soon', info: 'plain' };

function Item({ item }: { item: Missing }) {
  const { t } = useTranslation();
  return (
    <li className={classes.item} data-strength={item.strength}>
      {item.strength === 'hard' ? <IconCircleX size={17} aria-hidden /> : <IconCircleDashed size={17} aria-hidden />}
      <span>
        <b>{item.kind === 'skip' ? t('sheet.skip', { stage: item.stage_name }) : item.name}</b>
        {item.kind !== 'skip' && <span className={classes.remedy}>{item.remedy}</span>}
      </span>
      <Tag tone={tones[item.strength]}>{t(`strength.${item.strength}`)}</Tag>
    </li>
  );
}

function Answer({ option, options, record }: { option: MoveOption; options: readonly MoveOption[]; record: OpportunityRecord }) {
  const { t } = useTranslation();
  return (
    <>
      <p className={classes.sentence} role="status">
        {option.verdict === 'free' && <IconCircleCheck size={17} aria-hidden />}
        {hintSentence(t, hintOf(options, option, record.stage))}
      </p>
      <ul>
        {option.missing.map((item) => (
          <Item key={`${item.stage_id}:${item.place}:${item.criterion_id ?? item.name}`} item={item} />
        ))}
      </ul>
      {option.met > 0 && <p className={classes.remedy}>{t('sheet.met', { count: option.met })}</p>}
    </>
  );
}

interface Props {
  record: OpportunityRecord;
  onMove: (stageId: number) => void;
  onClose: () => void;
}

export function WhyNot({ record, onMove, onClose }: Props) {
  const { t } = useTranslation();
  const { data: plan } = useQuery(optionsQuery(record.id));
  const [picked, setPicked] = useState<string | null>(null);
  const options = plan?.options ?? [];
  const next = options.find(({ stage }) => stage.type === 'open' && stage.position > record.stage.position) ?? options[0];
  const option = options.find(({ stage }) => String(stage.id) === picked) ?? next;
  const move = () => {
    if (option === undefined) return;
    onClose();
    onMove(option.stage.id);
  };
  return (
    <Sheet
      title={t('why.title')}
      foot={
        <>
          <Button variant="default" onClick={onClose}>{t('page.close')}</Button>
          {option !== undefined && option.verdict !== 'refused' && <Button variant="subtle" onClick={move}>{t('panel.moveHere')}</Button>}
        </>
      }
      closeLabel={t('page.close')}
      onClose={onClose}
      onCommandEnter={move}
    >
      {option === undefined ? (
        <Skeleton height={160} />
      ) : (
        <div className={classes.why}>
          <Select label={t('why.stage')} allowDeselect={false} data={options.map(({ stage }) => ({ value: String(stage.id), label: stage.name }))} value={String(option.stage.id)} onChange={setPicked} />
          <Answer option={option} options={options} record={record} />
        </div>
      )}
    </Sheet>
  );
}
