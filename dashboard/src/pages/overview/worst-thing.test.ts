import { expect, test } from 'vitest';
import type { IncidentLine } from '../../components/incident-rows.tsx';
import type { PredictionLine } from '../../components/prediction-rows.tsx';
import { worstThing } from './worst-thing.ts';

const prediction = (id: string, probability: number | undefined, state: PredictionLine['state'] = 'active') =>
  ({ id, state, odds: { display: probability === undefined ? 'band' : 'percent', probability } }) as PredictionLine;
const incident = (id: string, severity: IncidentLine['severity'], state: IncidentLine['state'] = 'open') =>
  ({ id, severity, state, startedAt: 0 }) as IncidentLine;

test('a likely failure is told before major harm, critical harm before both', () => {
  expect(worstThing([prediction('p', 0.71)], [incident('i', 'major')])).toMatchObject({ prediction: { id: 'p' } });
  expect(worstThing([prediction('p', 0.71)], [incident('i', 'critical')])).toMatchObject({ incident: { id: 'i' } });
});

test('harm is told before what is only raised or possible', () => {
  expect(worstThing([prediction('p', undefined), prediction('q', 0.3)], [incident('i', 'minor')])).toMatchObject({
    kind: 'incident',
  });
});

test('what is over is not the worst thing', () => {
  expect(worstThing([], [incident('i', 'critical', 'resolved')])).toEqual({ kind: 'nothing' });
});

test('a call that tells nobody stands behind one that does', () => {
  expect(worstThing([prediction('s', undefined, 'shadow'), prediction('a', 0.2)], [])).toMatchObject({
    prediction: { id: 'a' },
  });
});
