/** One deal on the board; the whole card is the handle. */
import { Draggable, type DraggableProvided, type DraggableProvidedDragHandleProps, type DraggableStateSnapshot } from '@hello-pangea/dnd';
import type { TFunction } from 'i18next';
import { memo, Suspense, type CSSProperties, type MouseEvent, type Ref } from 'react';
import type { Card, Column } from '@/api/types';
import type { CardExtra } from '@/lib/boardDisplay';
import type { Formats } from '@/lib/formats';
import { later } from '@/lib/later';
import { useOffline } from '@/lib/connection';
import { paths } from '@/lib/paths';
import { useSelectable, useSelection } from '@/lib/selection';
import { IconDots } from '@/ui/icons';
import { CardFacts } from './CardFacts';
import { cardName } from './cardName';
import type { MenuPlace } from './MoveMenu';
import classes from './DealCard.module.css';

const ChangedBy = later(async () => (await import('./ChangedBy')).ChangedBy);

export interface CardProps {
  /** As the board names itself to those who select. */
  screen: string;
  card: Card;
  stage: Column['stage'];
  shows: readonly CardExtra[];
  isStop: boolean;
  isWaiting: boolean;
  isSettling: boolean;
  /** Who changed it a moment ago, where that is known. */
  settledBy: number | null;
  /** Given by the column, so that none of its many cards asks for them again. */
  t: TFunction;
  formats: Formats;
  onStop: (cardId: number) => void;
  onMenu: (place: MenuPlace) => void;
  onOpen: (event: MouseEvent, cardId: number) => void;
}

interface Carried {
  draggable: DraggableProvided;
  snapshot: DraggableStateSnapshot;
  index?: number;
  /** Where it stands in a column of which only a part is on the page, and how many there are. */
  top?: number;
  count?: number;
  measure?: (element: HTMLElement | null) => void;
}

function standing(index: number | undefined, count: number | undefined) {
  return index === undefined || count === undefined ? {} : { 'data-index': index, 'aria-setsize': count, 'aria-posinset': index + 1 };
}

function styleOf({ draggableProps }: DraggableProvided, top: number | undefined): CSSProperties | undefined {
  return top === undefined ? draggableProps.style : { ...draggableProps.style, position: 'absolute', insetBlockStart: top, insetInline: 0 };
}

/** The library's handle calls itself a button; the card is an article that holds a link and buttons. */
function handle(props: DraggableProvidedDragHandleProps | null, isStop: boolean) {
  const { role: _role, ...rest } = props ?? { role: 'button' };
  return { ...rest, tabIndex: isStop ? 0 : -1 };
}

function both(...refs: (((element: HTMLElement | null) => void) | undefined)[]): Ref<HTMLLIElement> {
  return (element) => {
    for (const ref of refs) ref?.(element);
  };
}

/** How many go along with the one in the hand. */
function CarriedCount({ screen }: { screen: string }) {
  const { items } = useSelection(screen);
  return items.size > 1 && <b className={classes.count} aria-hidden>{items.size}</b>;
}

export function CarriedCard({ screen, card, stage, shows, isStop, isWaiting, isSettling, settledBy, t, formats, onStop, onMenu, onOpen, draggable, snapshot, index, top, count, measure }: CardProps & Carried) {
  const { isSelected, toggle, click } = useSelectable(screen, card.id);
  const openAt = (event: MouseEvent<HTMLElement>) => {
    event.preventDefault();
    const box = event.currentTarget.getBoundingClientRect();
    const isPointer = event.type === 'contextmenu' && event.clientX > 0;
    onMenu({ cardId: card.id, x: isPointer ? event.clientX : box.left, y: isPointer ? event.clientY : box.bottom });
  };
  const name = cardName(t, formats, card, stage);
  return (
    <li ref={both(draggable.innerRef, measure)} {...draggable.draggableProps} style={styleOf(draggable, top)} {...standing(index, count)} className={classes.place}>
      {/* The article is the drag handle and the stop of the keyboard; the library puts its listeners on it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions */}
      <article
        {...handle(draggable.dragHandleProps, isStop)}
        className={classes.card}
        data-card={card.id}
        data-flying={snapshot.isDragging && !snapshot.isDropAnimating}
        data-waiting={isWaiting}
        data-settling={isSettling}
        data-selected={isSelected}
        aria-label={isSelected ? t('card.selected', { card: name }) : name}
        aria-keyshortcuts="m x Enter Space"
        onFocus={() => onStop(card.id)}
        onContextMenu={openAt}
        onClickCapture={click}
      >
        <input type="checkbox" className={classes.select} checked={isSelected} onChange={toggle} aria-label={t('card.select', { name: card.name })} tabIndex={isStop ? 0 : -1} />
        <a href={paths.record.replace('$opportunityId', String(card.id))} className={classes.title} draggable={false} tabIndex={-1} onClick={(event) => onOpen(event, card.id)}>
          <bdi>{card.name}</bdi>
        </a>
        <button type="button" className={classes.menu} aria-label={t('card.menu', { name: card.name })} tabIndex={isStop ? 0 : -1} onClick={openAt}>
          <IconDots size={16} aria-hidden />
        </button>
        {settledBy !== null && (
          <Suspense>
            <ChangedBy userId={settledBy} />
          </Suspense>
        )}
        <CardFacts card={card} stage={stage} shows={shows} isStop={isStop} t={t} formats={formats} />
        {snapshot.isDragging && isSelected && <CarriedCount screen={screen} />}
      </article>
    </li>
  );
}

type Placed = CardProps & { index: number } & Pick<Carried, 'top' | 'count' | 'measure'>;

/** It is drawn again only when something about it has changed, however one scrolls. */
export const DealCard = memo(function DealCard(props: Placed) {
  const isOffline = useOffline();
  return (
    <Draggable draggableId={String(props.card.id)} index={props.index} isDragDisabled={isOffline}>
      {(draggable, snapshot) => <CarriedCard {...props} draggable={draggable} snapshot={snapshot} />}
    </Draggable>
  );
});
