/** One deal on the board; the whole card is the handle. */
import { Draggable, type DraggableProvidedDragHandleProps } from '@hello-pangea/dnd';
import { Link } from '@tanstack/react-router';
import { memo, type MouseEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Card, Column } from '@/api/types';
import { useFormats } from '@/lib/formats';
import { paths } from '@/lib/paths';
import { ActionIcon } from '@/ui/controls';
import { IconDots } from '@/ui/icons';
import { CardFacts } from './CardFacts';
import { cardName } from './cardName';
import type { MenuPlace } from './MoveMenu';
import classes from './DealCard.module.css';

interface Props {
  card: Card;
  index: number;
  stage: Column['stage'];
  isStop: boolean;
  isWaiting: boolean;
  isSettling: boolean;
  onStop: (cardId: number) => void;
  onMenu: (place: MenuPlace) => void;
}

/** The library's handle calls itself a button; the card is an article that holds a link and a button. */
function handle(props: DraggableProvidedDragHandleProps | null, isStop: boolean) {
  const { role: _role, ...rest } = props ?? { role: 'button' };
  return { ...rest, tabIndex: isStop ? 0 : -1 };
}

export const DealCard = memo(function DealCard({ card, index, stage, isStop, isWaiting, isSettling, onStop, onMenu }: Props) {
  const { t } = useTranslation();
  const formats = useFormats();
  const openAt = (event: MouseEvent<HTMLElement>) => {
    event.preventDefault();
    const box = event.currentTarget.getBoundingClientRect();
    const isPointer = event.type === 'contextmenu' && event.clientX > 0;
    onMenu({ cardId: card.id, x: isPointer ? event.clientX : box.left, y: isPointer ? event.clientY : box.bottom });
  };
  return (
    <Draggable draggableId={String(card.id)} index={index}>
      {(draggable, { isDragging, isDropAnimating }) => (
        <li ref={draggable.innerRef} {...draggable.draggableProps} className={classes.place}>
          {/* The article is the drag handle and the stop of the keyboard; the library puts its listeners on it. */}
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
          <article
            {...handle(draggable.dragHandleProps, isStop)}
            className={classes.card}
            data-card={card.id}
            data-flying={isDragging && !isDropAnimating}
            data-waiting={isWaiting}
            data-settling={isSettling}
            aria-label={cardName(t, formats, card, stage)}
            aria-keyshortcuts="m Enter Space"
            onFocus={() => onStop(card.id)}
            onContextMenu={openAt}
          >
            <Link to={paths.record} params={{ opportunityId: card.id }} className={classes.title} draggable={false} tabIndex={-1}>
              <bdi>{card.name}</bdi>
            </Link>
            <ActionIcon className={classes.menu} variant="subtle" size={24} aria-label={t('card.menu', { name: card.name })} tabIndex={isStop ? 0 : -1} onClick={openAt}>
              <IconDots size={16} aria-hidden />
            </ActionIcon>
            <CardFacts card={card} stage={stage} />
          </article>
        </li>
      )}
    </Draggable>
  );
});
