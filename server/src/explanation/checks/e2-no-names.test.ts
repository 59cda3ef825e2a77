import { expect, test } from 'vitest';
import { change, faultsOf } from './test-answers.ts';

test('a token that looks like a name is caught, and ordinary words with a hyphen are not', () => {
  const holds = [change, { ...change, text: '{{V1.measure}} on {{E1}} rose with CPU and time-outs.' }];
  const caught = [
    { ...change, text: '{{V1.measure}} on payments-db rose.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose for Globex.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose in shop/ledger.' },
    { ...change, text: '{{V1.measure}} on {{E1}} rose in orderService.' },
  ];
  for (const claim of holds) expect(faultsOf(claim), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim), claim.text).toContain('E2');
});

test('where figures are written, a figure with its unit is no name', () => {
  const said = (text: string) => faultsOf({ ...change, text }, undefined, 'literal');
  for (const figure of ['74.3 MiB', '74.3MiB', '209 B'])
    expect(said(`{{V1.measure}} on {{E1}} rose to ${figure}.`), figure).not.toContain('E2');
  expect(said('{{V1.measure}} on {{E1}} rose to 97 on orderService.')).toContain('E2');
});
