import { expect, test } from 'vitest';
import { moveSign } from './moveSign';

test.each([
  ['create', 'pipeline', 'created'],
  ['advance', 'pipeline', 'forward'],
  ['skip', 'commit', 'skip'],
  ['back', 'pipeline', 'back'],
  ['undo', 'pipeline', 'undo'],
  ['reopen', 'pipeline', 'reopened'],
  ['correct', 'closed', 'corrected'],
  ['close', 'closed', 'won'],
  ['close', 'omitted', 'plain'],
] as const)('a row of kind %s in %s carries the sign %s', (kind, category, sign) => {
  expect(moveSign({ kind, category })).toBe(sign);
});
