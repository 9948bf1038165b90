import { describe, expect, it } from 'vitest';
import { aTarget } from '@/api/builders';
import { newDraft, twinOf, wantedForAll, wantedOf, withMetric, wrongIn, type Draft } from './addGoalDraft';

const MARA = { id: 1, name: 'Mara Lindqvist' };
const draft = (said: Partial<Draft> = {}): Draft => ({ ...newDraft({}, MARA, [MARA], 'EUR'), ...said });

describe('a new goal', () => {
  it('begins with deals advanced in a month, for oneself', () => {
    expect(draft()).toMatchObject({ metric: 'advanced_count', period: 'month', people: [{ id: 1, number: '' }] });
  });

  it('says everything that is wrong at once', () => {
    expect(wrongIn(draft({ people: [] }), 'en')).toEqual({ stage_id: 'stage', number: 'number', people: 'nobody' });
    expect(wrongIn(draft({ stageId: 3, number: '6' }), 'en')).toEqual({});
  });

  it.each(['0', '-3', 'six', '', '2.5x'])('does not take "%s" for a number of deals', (number) => {
    expect(wrongIn(draft({ stageId: 3, number }), 'en')).toEqual({ number: 'number' });
  });

  it('reads a value in the marks of the one who types', () => {
    const value = draft({ metric: 'won_value', number: '1.000,50' });
    expect(wrongIn(value, 'de')).toEqual({});
    expect(wantedForAll(value, 'de')).toEqual({ metric: 'won_value', period_type: 'month', conversion: false, process_ids: [], currency: 'EUR', number: 100_050, users: [{ user_id: 1, number: null }] });
    expect(wrongIn(draft({ metric: 'won_value', number: 'much' }), 'en')).toEqual({ number: 'amount' });
  });

  it('names a currency for values alone, and a stage for advances alone', () => {
    expect(wantedOf(draft({ stageId: 3, processIds: [2] }))).toEqual({ metric: 'advanced_count', period_type: 'month', conversion: false, process_ids: [], stage_id: 3 });
    expect(wantedOf(draft({ metric: 'won_count', stageId: 3, processIds: [2] }))).toEqual({ metric: 'won_count', period_type: 'month', conversion: false, process_ids: [2] });
  });

  it('converts values alone, and only where that was said', () => {
    expect(wantedOf(draft({ metric: 'won_value', converts: true }))).toMatchObject({ conversion: true, currency: 'EUR' });
    expect(wantedOf(draft({ metric: 'won_count', converts: true }))).toMatchObject({ conversion: false });
  });

  it('gives each their own number where one was typed', () => {
    const people = [{ ...MARA, number: '' }, { id: 2, name: 'Priya Nair', number: '5' }];
    expect(wantedForAll(draft({ stageId: 3, number: '10', people }), 'en').users).toEqual([{ user_id: 1, number: null }, { user_id: 2, number: 5 }]);
    expect(wrongIn(draft({ stageId: 3, number: '10', people: [{ ...MARA, number: '0' }] }), 'en')).toEqual({ people: 'number' });
  });

  it('is preselected for nobody who cannot have goals', () => {
    const others = [{ id: 2 }];
    expect(newDraft({}, MARA, others, 'EUR').people).toEqual([]);
    expect(newDraft({ person: { id: 2, name: 'Priya Nair' } }, MARA, others, 'EUR').people).toEqual([{ id: 2, name: 'Priya Nair', number: '' }]);
  });

  it('keeps no number that was typed for another metric, for all or for one', () => {
    const typed = draft({ number: '10', people: [{ ...MARA, number: '5' }] });
    expect(withMetric(typed, 'won_value')).toEqual({ metric: 'won_value', number: '', people: [{ ...MARA, number: '' }] });
  });

  it('finds the goal like it that the person has already', () => {
    const wanted = draft({ stageId: 3 });
    const ended = aTarget(4, { ended_at: '2020-11-01T09:00:00Z' });
    const others = [ended, aTarget(5, { period_type: 'year' }), aTarget(6, { user: { id: 2, name: 'Priya Nair' } }), aTarget(7, { metric: 'advanced_value', currency: 'EUR' })];
    expect(twinOf(wanted, others)).toBeUndefined();
    expect(twinOf(wanted, [...others, aTarget(8)])?.id).toBe(8);
    const won = aTarget(9, { metric: 'won_value', stage: null, currency: 'EUR', conversion: true, process_ids: [1, 2] });
    expect(twinOf(draft({ metric: 'won_value', converts: true, processIds: [2, 1] }), [won])?.id).toBe(9);
    expect(twinOf(draft({ metric: 'won_value', processIds: [2, 1] }), [won])).toBeUndefined();
  });
});
