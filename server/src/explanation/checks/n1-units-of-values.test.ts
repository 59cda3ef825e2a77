import { expect, test } from 'vitest';
import { change, fact, faultsOf, packOf } from './test-answers.ts';

const pack = packOf({ facts: [{ ...fact('db', 0, 'used', 97, 60), unit: '{connection}' }] });

test('a unit or a counted noun behind a value is that of the fact, and code writes it', () => {
  const holds = [
    change,
    { ...change, text: '{{V1.measure}} on {{E1}} rose to {{V1.observed}} connections.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose to {{V1.observed}} under load.' },
  ];
  const caught = [
    { ...change, text: '{{V1.measure}} on {{E1}} rose to {{V1.observed}} ms.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose to {{V1.observed}} %.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose to {{V1.observed}} errors.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose to {{V1.observed}} GiB.' },
  ];
  for (const claim of holds) expect(faultsOf(claim, pack), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim, pack), claim.text).toContain('N1');
});
