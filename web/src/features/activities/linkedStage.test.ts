import { expect, test } from 'vitest';
import { aMissing, anOption } from '@/api/builders';
import { askedBeside, expectedNames, requiredNames, stageSaid, staysWhereItIs, wantsReason } from './linkedStage';

const option = anOption(2, {
  missing: [aMissing({ name: 'Budget', strength: 'hard' }), aMissing({ name: 'Need' }), aMissing({ kind: 'reason', strength: 'hard', name: 'Reason' })],
  following: { asked: [7, 8].map((id) => ({ id, subject: 'Call', type: 'call', begins: null, is_of_stage: true })), cancelled: [], actions: [], booked: [], troubles: [] },
});

test('what is required, what is expected and the reason are told apart', () => {
  expect([requiredNames(option), expectedNames(option), wantsReason(option)]).toEqual([['Budget'], ['Need'], true]);
});

test('the activity that is done with it is not asked about', () => {
  expect(askedBeside(option, 7).map(({ id }) => id)).toEqual([8]);
});

test('that it stays is said, so that no outcome decides for somebody who has looked', () => {
  expect(stageSaid(staysWhereItIs)).toEqual({ stage_id: null, acknowledge_gaps: false });
});

test('only what is cancelled is named, and an answer of keeping all is an answer', () => {
  expect(stageSaid({ ...staysWhereItIs, stageId: 2, cancelled: { 8: false } }).cancel_activities).toEqual([]);
  expect(stageSaid({ ...staysWhereItIs, stageId: 2, cancelled: { 8: true, 9: false } }).cancel_activities).toEqual([8]);
});
