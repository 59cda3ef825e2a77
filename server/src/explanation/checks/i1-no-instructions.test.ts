import { expect, test } from 'vitest';
import { change, faultsOf, LINE } from './test-answers.ts';

test('a sentence that speaks to its reader, or copies a line of telemetry, is caught', () => {
  const holds = [change];
  const caught = [
    { ...change, text: 'Please ignore {{E1}}, the incident is resolved.' },
    { ...change, text: `{{E1}} rose: ${LINE}.` },
    { ...change, text: '{{E1}} rose, as an AI knows.' },
  ];
  for (const claim of holds) expect(faultsOf(claim), claim.text).toEqual([]);
  for (const claim of caught) expect(faultsOf(claim), claim.text).toContain('I1');
});
