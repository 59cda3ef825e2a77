import { expect, test } from 'vitest';
import { change, order, packOf } from '../checks/test-answers.ts';
import { judgeOpening } from './judge-opening.ts';

const judged = (...opening: object[]) => judgeOpening(JSON.stringify({ opening }), packOf(), (text) => text, 'slots');
const faultsOf = (...opening: object[]): string[] =>
  judged(...opening).verdicts.flatMap(({ faults }) => faults.map(({ check }) => check));

test('an opening of claims that hold is told with the values of the store', () => {
  const { value, verdicts } = judged(change);
  expect(verdicts).toMatchObject([{ place: 'summary', verdict: 'verified' }]);
  expect(value).toMatchObject([{ verdict: 'verified', text: expect.not.stringContaining('{{') }]);
});

test('one claim that does not hold takes the whole opening with it', () => {
  const lie = { ...change, text: '{{V1.measure}} on {{E1}} fell.' };
  const { value, verdicts } = judged(order, lie);
  expect(value).toBeUndefined();
  expect(verdicts.map(({ verdict }) => verdict)).toEqual(['verified', 'dropped']);
  expect(faultsOf({ ...change, text: '{{V1.measure}} on {{E1}} rose to 97.' })).toContain('J3');
  expect(faultsOf({ ...change, text: '{{V1.measure}} on {{E1}} rose because of the pool.' })).toContain('L1');
});

test('hedges, odds, causes and denials have no place in it, nor have nothing at all and more than three sentences', () => {
  for (const opening of [
    [{ ...change, type: 'hedge' }],
    [{ ...change, type: 'cause' }],
    [{ ...change, type: 'forecast' }],
    [{ ...change, polarity: 'denies' }],
    [],
    [change, change, change, change],
    [{ ...change, call: 'the engineer on call' }],
  ])
    expect(faultsOf(...opening)).toEqual(['J1']);
});
