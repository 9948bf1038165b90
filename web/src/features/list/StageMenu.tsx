/** Where a deal of the list can go: every stage with what the move would be; numbers pick one. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { hintSentence } from '@/api/hintWords';
import type { Row } from '@/api/list';
import { hintOf } from '@/api/moveHints';
import { optionsQuery } from '@/api/queries';
import { useDigits } from '@/lib/useDigits';
import { Menu, Skeleton } from '@/ui/controls';
import { At } from '@/ui/popup';
import { StageDot } from '@/ui/StageDot';
import classes from './List.module.css';

interface Props {
  at: HTMLElement;
  row: Row;
  onMove: (row: Row, stageId: number, stageName: string) => void;
  onClose: () => void;
}

export function StageMenu({ at, row, onMove, onClose }: Props) {
  const { t } = useTranslation();
  const { data: plan } = useQuery(optionsQuery(row.id));
  const options = (plan?.options ?? []).filter(({ stage }) => stage.id !== row.stage.id);
  const count = options.filter(({ stage }) => stage.type === 'open').length + 1;
  const here = plan?.options.find(({ stage }) => stage.id === row.stage.id)?.stage ?? { ...row.stage, type: row.status, position: 0 };
  useDigits(true, (number) => {
    const option = options[number];
    if (option === undefined) return;
    onClose();
    onMove(row, option.stage.id, option.stage.name);
  });
  return (
    <Menu opened onClose={onClose} clickOutsideEvents={['mousedown', 'touchstart']} position="bottom-start" width={300} withinPortal returnFocus={false} loop>
      <Menu.Target>
        <At element={at} />
      </Menu.Target>
      <Menu.Dropdown className={classes.menu} aria-label={t('card.moveTo', { name: row.name })}>
        <Menu.Label>{t('card.moveTo', { name: row.name })}</Menu.Label>
        {plan === undefined && <Skeleton height={160} />}
        {options.map((option, place) => (
          <Menu.Item
            key={option.stage.id}
            leftSection={<StageDot type={option.stage.type} index={option.stage.position - 1} count={count} />}
            rightSection={place < 9 && <kbd className={classes.key} aria-hidden>{place + 1}</kbd>}
            onClick={() => onMove(row, option.stage.id, option.stage.name)}
          >
            <bdi>{option.stage.name}</bdi>
            <span className={classes.hint}>{hintSentence(t, hintOf(options, option, here))}</span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
