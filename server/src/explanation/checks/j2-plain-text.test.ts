import { expect, test } from 'vitest';
import { change, faultsOf } from './test-answers.ts';

test('links, markup, code and texts without an end are caught', () => {
  const holds = [change, { ...change, text: '{{V1.measure}} (on {{E1}}) rose, to {{V1.observed}}.' }];
  const caught = [
    { ...change, text: '{{V1.measure}} on {{E1}} rose, see https://evil.example/x.' },
    { ...change, text: '<img> {{V1.measure}} on {{E1}} rose.' },
    { ...change, text: '\u0060{{V1.measure}} on {{E1}} rose.' },
    { ...change, text: `{{V1.measure}} on {{E1}} rose${' so'.repeat(120)}.` },
    { ...change, text: '' },
  ];
  for (const claim of holds) expect(faultsOf(claim), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim), claim.text).toContain('J2');
});
