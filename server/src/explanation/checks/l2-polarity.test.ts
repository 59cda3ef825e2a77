import { expect, test } from 'vitest';
import { absent, change, fact, faultsOf, packOf } from './test-answers.ts';

const pack = packOf({
  dataTrust: 1,
  facts: [{ ...fact('db', 0, 'used', 0, 60), direction: 'up', expected: undefined }],
});

test('the text denies exactly where the claim says that it does', () => {
  const holds = [change, absent];
  const caught = [
    { ...change, text: '{{V1.measure}} on {{E1}} never rose.' },
    { ...change, polarity: 'denies' as const },
    { ...absent, text: 'There is {{V1.measure}} on {{E1}}.' },
  ];
  for (const claim of holds) expect(faultsOf(claim, pack), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim, pack), claim.text).toContain('L2');
});
