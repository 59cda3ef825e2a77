import { expect, test } from 'vitest';
import { statementsByCandidate } from './naming-statements.ts';

test('each candidate gets what names it, of spans and of lines', () => {
  const statements = statementsByCandidate([
    { items: [{ statement: 'of spans', names: ['hyp_1', 'hyp_2'] }] },
    {
      items: [
        { statement: 'of lines', names: ['hyp_1'] },
        { statement: 'of nobody', names: [] },
      ],
    },
  ]);
  expect([...statements]).toEqual([
    ['hyp_1', ['of spans', 'of lines']],
    ['hyp_2', ['of spans']],
  ]);
});
