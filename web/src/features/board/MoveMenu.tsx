/** The menu twin of dragging: every stage with what the move would be, and number keys. */
import { useQuery } from '@tanstack/react-query';
import { useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { findCard } from '@/api/boardOrder';
import { hintOf } from '@/api/moveHints';
import { optionsQuery } from '@/api/queries';
import type { Board, Card, MoveOption } from '@/api/types';
import { Menu, Skeleton } from '@/ui/controls';
import { StageDot } from '@/ui/StageDot';
import { MoveHint } from './MoveHint';
import { focusCard } from './useCardKeys';
import classes from './MoveMenu.module.css';

export interface MenuPlace {
  cardId: number;
  x: number;
  y: number;
}

interface Props {
  board: Board;
  place: MenuPlace;
  onPick: (card: Card, stageId: number) => void;
  onClose: () => void;
}

export function MoveMenu({ board, place, onPick, onClose }: Props) {
  const { t } = useTranslation();
  const list = useRef<HTMLDivElement>(null);
  const { data: plan } = useQuery(optionsQuery(place.cardId));
  const here = findCard(board, place.cardId);
  if (here === null) return null;
  const options = plan?.options ?? [];
  const openCount = board.columns.length;

  const close = () => {
    onClose();
    requestAnimationFrame(() => focusCard(place.cardId));
  };
  const pick = (option: MoveOption) => {
    if (option.stage.id !== here.column.stage.id) onPick(here.card, option.stage.id);
    close();
  };
  const press = (event: KeyboardEvent) => {
    const option = options[Number(event.key) - 1];
    if (option !== undefined) pick(option);
  };
  return (
    // The key that opened the menu would close it again if keys counted as a click outside.
    <Menu opened onClose={close} clickOutsideEvents={['mousedown', 'touchstart']} position="bottom-start" width={300} withinPortal returnFocus={false} loop hideDetached={false}>
      <Menu.Target>
        <span className={classes.anchor} style={{ insetInlineStart: place.x, insetBlockStart: place.y }} />
      </Menu.Target>
      <Menu.Dropdown ref={list} onKeyDown={press} aria-label={t('card.moveTo', { name: here.card.name })}>
        <Menu.Label>{t('card.moveTo', { name: here.card.name })}</Menu.Label>
        {plan === undefined && <Skeleton height={160} />}
        {options.map((option, index) => (
          <Menu.Item
            key={option.stage.id}
            disabled={option.stage.id === here.column.stage.id}
            leftSection={<StageDot type={option.stage.type} index={index} count={openCount} />}
            rightSection={<kbd className={classes.key}>{index + 1}</kbd>}
            onClick={() => pick(option)}
          >
            <span className={classes.item}>
              <bdi>{option.stage.name}</bdi>
              <MoveHint hint={hintOf(options, option, here.column.stage)} />
            </span>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
