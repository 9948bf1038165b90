/** All stages with what a move there would be; numbers pick one. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { hintOf } from '@/api/moveHints';
import { hintSentence } from '@/api/hintWords';
import { optionsQuery } from '@/api/queries';
import type { OpportunityRecord } from '@/api/types';
import { useDigits } from '@/lib/useDigits';
import { ActionIcon, Menu, Skeleton } from '@/ui/controls';
import { IconChevronDown } from '@/ui/icons';
import { StageDot } from '@/ui/StageDot';
import classes from './RecordHead.module.css';

interface Props {
  record: OpportunityRecord;
  isOpen: boolean;
  onOpen: (isOpen: boolean) => void;
  onMove: (stageId: number) => void;
}

export function MoveMenu({ record, isOpen, onOpen, onMove }: Props) {
  const { t } = useTranslation();
  const { data: plan } = useQuery(optionsQuery(record.id));
  const options = plan?.options ?? [];
  const count = options.filter(({ stage }) => stage.type === 'open').length + 1;
  useDigits(isOpen, (place) => {
    const option = options[place];
    if (option === undefined) return;
    onOpen(false);
    onMove(option.stage.id);
  });
  return (
    <Menu opened={isOpen} onChange={onOpen} position="bottom-end" width={320} withinPortal clickOutsideEvents={['mousedown', 'touchstart']}>
      <Menu.Target>
        <ActionIcon variant="default" size={32} aria-label={t('card.moveTo', { name: record.name })} aria-keyshortcuts="m">
          <IconChevronDown size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className={classes.moves}>
        <Menu.Label>{t('card.moveTo', { name: record.name })}</Menu.Label>
        {plan === undefined && <Skeleton height={160} />}
        {options.map((option, place) => (
          <Menu.Item
            key={option.stage.id}
            leftSection={<StageDot type={option.stage.type} index={option.stage.position - 1} count={count} />}
            rightSection={place < 9 && <kbd className={classes.menuKey} aria-hidden>{place + 1}</kbd>}
            onClick={() => onMove(option.stage.id)}
          >
            <bdi>{option.stage.name}</bdi>
            <span className={classes.hint}>{hintSentence(t, hintOf(options, option, record.stage))}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
