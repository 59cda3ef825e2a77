import { expect, test } from 'vitest';
import { change, fact, faultsOf, forecast, odds, packOf } from './test-answers.ts';

const pack = packOf({
  facts: [{ ...fact('db', 0, 'response', 97, 60), unit: 'ms' }],
  predictions: [forecast('db', 0.7)],
});

test('where figures are written, each is one that a cited fact gives, or worked out of its two', () => {
  const holds = [
    { ...change, text: '{{V1.measure}} on {{E1}} rose from 60 ms to 97 ms.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose to 0.097 s.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose by 62 %.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose by 37 ms.' },
    { ...odds, text: 'A failure of {{E1}} is likely within 30 min, at 70 %.' },
  ];
  const caught = [
    { ...change, text: '{{V1.measure}} on {{E1}} rose to 107 ms.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose to 97 s.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose to -97 ms.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose to 79 ms.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose from 97 ms to 60 ms.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose at 04:12.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose by 97 MB.' },
    { ...odds, text: 'A failure of {{E1}} is likely within 30 min, at 80 %.' },
  ];
  for (const claim of holds) expect(faultsOf(claim, pack, 'literal'), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim, pack, 'literal'), claim.text).toContain('N2');
});
