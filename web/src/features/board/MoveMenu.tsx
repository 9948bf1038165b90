/** The menu twin of dragging: every stage with what the move would be, and number keys. */
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { findCard } from '@/api/boardOrder';
import { hintOf, type Hint } from '@/api/moveHints';
import { optionsQuery } from '@/api/queries';
import type { Board, Card } from '@/api/types';
import { paths } from '@/lib/paths';
import { useDigits } from '@/lib/useDigits';
import { Menu, Skeleton } from '@/ui/controls';
import { IconArrowBarToDown, IconArrowBarToUp, IconHelp } from '@/ui/icons';
import { StageDot } from '@/ui/StageDot';
import { focusCard } from './focusing';
import { MoveHint } from './MoveHint';
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
  /** Where there is an order to have a place in. */
  order: { toTop: (card: Card) => void; toBottom: (card: Card) => void } | null;
  onClose: () => void;
}

export function MoveMenu({ board, place, onPick, order, onClose }: Props) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const list = useRef<HTMLDivElement>(null);
  const { data: plan } = useQuery(optionsQuery(place.cardId));
  const here = findCard(board, place.cardId);
  const stages = [...board.columns, ...board.closed].map(({ stage }) => stage);
  const close = () => {
    onClose();
    requestAnimationFrame(() => focusCard(place.cardId));
  };
  const pick = (stageId: number) => {
    if (here !== null && stageId !== here.column.stage.id) onPick(here.card, stageId);
    close();
  };
  useDigits(true, (number) => {
    const stage = stages[number];
    if (stage !== undefined) pick(stage.id);
  });
  if (here === null) return null;
  const options = plan?.options ?? [];
  const openCount = board.columns.length;

  const hintFor = (stageId: number): Hint => {
    const option = options.find(({ stage }) => stage.id === stageId);
    return option === undefined ? { kind: 'here' } : hintOf(options, option, here.column.stage);
  };
  const put = (run: (card: Card) => void) => {
    run(here.card);
    close();
  };
  return (
    // The key that opened the menu would close it again if keys counted as a click outside.
    <Menu opened onClose={close} clickOutsideEvents={['mousedown', 'touchstart']} position="bottom-start" width={300} withinPortal returnFocus={false} loop hideDetached={false}>
      <Menu.Target>
        <button type="button" tabIndex={-1} aria-label={t('card.moveTo', { name: here.card.name })} className={classes.anchor} style={{ insetInlineStart: place.x, insetBlockStart: place.y }} />
      </Menu.Target>
      <Menu.Dropdown ref={list} aria-label={t('card.moveTo', { name: here.card.name })}>
        <Menu.Label>{t('card.moveTo', { name: here.card.name })}</Menu.Label>
        {plan === undefined && <Skeleton height={160} />}
        {plan !== undefined &&
          stages.map((stage, index) => (
            <Menu.Item
              key={stage.id}
              disabled={stage.id === here.column.stage.id}
              leftSection={<StageDot type={stage.type} index={index} count={openCount} />}
              rightSection={<kbd className={classes.key}>{index + 1}</kbd>}
              onClick={() => pick(stage.id)}
            >
              <span className={classes.item}>
                <bdi>{stage.name}</bdi>
                <MoveHint hint={hintFor(stage.id)} />
              </span>
            </Menu.Item>
          ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconHelp size={15} aria-hidden />} onClick={() => void navigate({ to: paths.record, params: { opportunityId: place.cardId }, search: { ask: 'why' } })}>{t('record.whyNot')}</Menu.Item>
        {order !== null && here.column.count > 1 && (
          <>
            <Menu.Divider />
            <Menu.Label>{t('card.order', { stage: here.column.stage.name })}</Menu.Label>
            <Menu.Item leftSection={<IconArrowBarToUp size={15} aria-hidden />} onClick={() => put(order.toTop)}>{t('card.toTop')}</Menu.Item>
            <Menu.Item leftSection={<IconArrowBarToDown size={15} aria-hidden />} onClick={() => put(order.toBottom)}>{t('card.toBottom')}</Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
