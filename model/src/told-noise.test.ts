import { expect, test } from 'vitest';
import type { Anomaly } from './anomaly.ts';
import type { IncidentId, IncidentVerdict } from './incident.ts';
import { type JudgedIncident, signalOf, toldNoiseOf, weightAsTold } from './told-noise.ts';

function errors(observed: number, entity = 'ent_cart'): Anomaly {
  // Only what noise is told by.
  const seen = { entity, signal: 'traces', kind: 'errors', measure: 'request errors', observed, expected: 0.01 };
  return { ...seen, query: { kind: 'spans' } } as unknown as Anomaly;
}

const judged = (verdicts: readonly IncidentVerdict[], anomaly = errors(0.2)): JudgedIncident[] =>
  verdicts.map((verdict, i) => ({ id: `inc_${i}` as IncidentId, verdict, anomalies: [anomaly] }));

const weightAfter = (verdicts: readonly IncidentVerdict[], seen = errors(0.2)) =>
  weightAsTold(signalOf(seen), toldNoiseOf(judged(verdicts)));

test('told noise three times it weighs half, then a third, and never less than a quarter', () => {
  expect(weightAfter(['noise', 'noise'])).toBe(1);
  expect(weightAfter(['noise', 'noise', 'noise'])).toBe(1 / 2);
  expect(weightAfter(['noise', 'noise', 'noise', 'noise'])).toBe(1 / 3);
  expect(weightAfter(new Array(50).fill('noise'))).toBe(1 / 4);
});

test('a single one that was real gives back the whole weight', () => {
  expect(weightAfter(['noise', 'noise', 'real', 'noise'])).toBe(1);
});

test('what is more than twice as far from usual as what was told noise weighs in full', () => {
  const verdicts = ['noise', 'noise', 'noise'] as const;
  expect(weightAfter(verdicts, errors(0.38))).toBe(1 / 2);
  expect(weightAfter(verdicts, errors(0.5))).toBe(1);
});

test('the same of another entity weighs in full', () => {
  expect(weightAfter(['noise', 'noise', 'noise'], errors(0.2, 'ent_pay'))).toBe(1);
});

test('a log line is known by its template though its text has grown more general', () => {
  const line = (measure: string): Anomaly =>
    ({ ...errors(9), kind: 'logs', measure, query: { kind: 'template', template: 'tpl_1' } }) as unknown as Anomaly;
  const told = toldNoiseOf(judged(['noise', 'noise', 'noise'], line('took 5 ms')));
  expect(weightAsTold(signalOf(line('took <NUM> ms')), told)).toBe(1 / 2);
});
