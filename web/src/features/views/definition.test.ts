import { expect, test } from 'vitest';
import { isSame } from './definition';

test('two views that say the same are the same, in whatever order they say it', () => {
  expect(isSame({ filter: { status: 'open', q: 'x' }, sort: 'name' }, { sort: 'name', filter: { q: 'x', status: 'open' }, columns: [] })).toBe(true);
});

test('another order of columns or another filter is another view', () => {
  expect(isSame({ columns: ['name', 'stage'] }, { columns: ['stage', 'name'] })).toBe(false);
  expect(isSame({ filter: { owner_id: [7] } }, { filter: { owner_id: [7, 8] } })).toBe(false);
  expect(isSame({ group: 'owner' }, {})).toBe(false);
});
