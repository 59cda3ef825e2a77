import { expect, test } from 'vitest';
import { absent, fact, faultsOf, order, packOf } from './test-answers.ts';

const pack = packOf({ dataTrust: 1, facts: [fact('db', 0, 'requests', 0, 60), fact('cart', 4, 'errors', 40, 1)] });

test('what is said not to be was looked for and is not there', () => {
  const holds = [absent];
  const caught = [
    { ...absent, text: 'There is no {{V2.measure}} on {{E2}}.', subject: 'E2', evidence: ['V2'] },
    {
      ...order,
      text: '{{V2.measure}} on {{E2}} is not high.',
      polarity: 'denies' as const,
      type: 'impact' as const,
      subject: 'E2',
      object: null,
      evidence: ['V2'],
    },
  ];
  for (const claim of holds) expect(faultsOf(claim, pack), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim, pack), claim.text).toContain('A1');
});

test('nothing is said to be absent while more than a tenth of the data is missing', () => {
  const blind = packOf({ dataTrust: 0.8, facts: [fact('db', 0, 'requests', 0, 60)] });
  expect(faultsOf(absent, blind)).toEqual(['A1']);
});
