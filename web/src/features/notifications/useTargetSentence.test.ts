import { expect, test } from 'vitest';
import { newsSearch, targetNews } from './useTargetSentence';

const params = { metric: 'won_value', currency: 'EUR', starts_on: '2026-11-01', last_on: '2026-11-30', number: 100_000, reached: 90_000, count: 1 };

test('news of a goal are read from what was told', () => {
  expect(targetNews({ kind: 'target_result', params })).toMatchObject({ metric: 'won_value', currency: 'EUR', stage: '', reached: 90_000 });
  expect(targetNews({ kind: 'target_reached', params: { ...params, metric: 'advanced_count', stage_name: 'Demo' } })).toMatchObject({ stage: 'Demo' });
});

test.each([
  ['target_reached', { target_id: 7 }, { goal: 7 }],
  ['target_at_risk', { target_id: 7 }, { goal: 7 }],
  ['target_result', { target_id: 7 }, { goal: 7, show: 'past', on: '2026-11-01' }],
  ['target_result', {}, {}],
])('%s leads to the goal, and a result to its period', (kind, of, search) => {
  const news = targetNews({ kind, params: { ...params, ...of } });
  expect(news && newsSearch(news)).toEqual(search);
});

test('what is no news of a goal, or says too little, is none', () => {
  expect(targetNews({ kind: 'assigned', params })).toBeNull();
  expect(targetNews({ kind: 'target_reached', params: { ...params, number: undefined } })).toBeNull();
  expect(targetNews({ kind: 'target_reached', params: { ...params, metric: 'smiles' } })).toBeNull();
});
