import { beforeEach, expect, test } from 'vitest';
import { clearSelection, extendTo, selectionOn, selectOnly, selectShown, showDeals, toggle, wish, type Selected } from './selection';

const screen = 'board/1';

function deal(id: number, version = 1): Selected {
  return { id, version, name: `Deal ${id}` };
}

function selected(): number[] {
  return [...selectionOn(screen).get().items.keys()].toSorted((a, b) => a - b);
}

beforeEach(() => {
  clearSelection(screen);
  showDeals(screen, [[deal(1), deal(2), deal(3)], [deal(4), deal(5)]]);
});

test('a deal is selected and let go of', () => {
  toggle(screen, 2);
  toggle(screen, 4);
  expect(selected()).toEqual([2, 4]);

  toggle(screen, 2);
  expect(selected()).toEqual([4]);
});

test('what is not shown cannot be selected', () => {
  toggle(screen, 99);

  expect(selected()).toEqual([]);
});

test('a range goes from where it began, across groups, and shrinks again', () => {
  toggle(screen, 5);
  toggle(screen, 2);
  extendTo(screen, 4);
  expect(selected()).toEqual([2, 3, 4, 5]);

  extendTo(screen, 3);
  expect(selected()).toEqual([2, 3, 5]);

  extendTo(screen, 1);
  expect(selected()).toEqual([1, 2, 5]);
});

test('a range without a beginning begins where the person stands', () => {
  extendTo(screen, 3, 2);

  expect(selected()).toEqual([2, 3]);
});

test('all that is shown joins what was selected before', () => {
  selectOnly(screen, [deal(77)]);
  selectShown(screen);

  expect(selected()).toEqual([1, 2, 3, 4, 5, 77]);
});

test('what is selected takes the versions that the person sees', () => {
  toggle(screen, 1);
  showDeals(screen, [[deal(1, 8), deal(2, 9)]]);

  expect([...selectionOn(screen).get().items.values()]).toEqual([deal(1, 8)]);
});

test('each screen selects for itself, and clearing closes the sheet', () => {
  toggle(screen, 1);
  wish(screen, { act: 'move' });
  expect(selectionOn('list').get().items.size).toBe(0);

  clearSelection(screen);
  expect(selectionOn(screen).get()).toMatchObject({ wish: null });
  expect(selected()).toEqual([]);
});
