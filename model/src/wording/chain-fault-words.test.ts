import { expect, test } from 'vitest';
import { chainFaultWords } from './chain-fault-words.ts';

test('one row and several rows are told apart, and of several edited ones no more is claimed than is known', () => {
  expect(chainFaultWords({ fault: 'edited', from: 3, to: 3 })).toBe('row 3 was edited');
  expect(chainFaultWords({ fault: 'edited', from: 3, to: 9 })).toBe('rows 3 to 9: at least one was edited');
  expect(chainFaultWords({ fault: 'cut', from: 7, to: 9 })).toBe('rows 7 to 9 were cut off at the end');
  expect(chainFaultWords({ fault: 'reordered', from: 7, to: 7 })).toBe('row 7 was written at another place');
});
