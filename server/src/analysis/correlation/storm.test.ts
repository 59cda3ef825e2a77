import type { Anomaly, AnomalyId } from '@foreshock/model/anomaly.ts';
import { SECOND } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { counterUniform } from '../statistics/counter-hash.ts';
import { anomaly, at, correlate } from './correlate.test-support.ts';
import { MAX_ENTITIES, MAX_MEMBERS } from './group.ts';

const SERVICES = 500;

/** Each calls two others of the next hundred. */
function calls(): string {
  const one = (i: number, k: number) => `s${i}>s${Math.min(SERVICES, i + 1 + Math.floor(counterUniform(i, k) * 100))}`;
  return Array.from({ length: SERVICES }, (_, i) => `${one(i, 1)} ${one(i, 2)}`).join(' ');
}

/** Of three minutes, in no order. */
function storm(count: number): Anomaly[] {
  const kinds = ['errors', 'latency', 'saturation'] as const;
  return Array.from({ length: count }, (_, i) => {
    const onset = at(0) + Math.floor(counterUniform(i, 3) * 180) * SECOND;
    const entity = `s${i % SERVICES}`;
    const measure = `GET /${Math.floor(i / SERVICES)}`;
    return anomaly(entity, 3, { id: `ano_${i}` as AnomalyId, kind: kinds[i % 3]!, measure, onset });
  });
}

test('a storm of 10,000 findings is grouped whole, into incidents that a page can show', () => {
  const anomalies = storm(10_000);
  const run = correlate(calls());
  run.step({ minute: 3, anomalies });
  const open = run.incidents().filter(({ state }) => state === 'open');
  const members = open.flatMap(({ anomalies: ids }) => ids);
  expect(new Set(members).size).toBe(anomalies.length);
  expect(members).toHaveLength(anomalies.length);
  expect(open.length).toBeLessThan(100);
  for (const incident of open) {
    expect(incident.anomalies.length).toBeLessThanOrEqual(MAX_MEMBERS);
    expect(incident.entities.length).toBeLessThanOrEqual(MAX_ENTITIES);
  }
});

test('incidents that together are too large for one stay apart', () => {
  const run = correlate('web>cart');
  const many = (entity: string, minute: number, count: number) =>
    Array.from({ length: count }, (_, i) => anomaly(entity, minute, { measure: `${entity} ${i}`, kind: 'latency' }));
  run.step({ minute: 0, anomalies: many('web', 0, 300) });
  run.step({ minute: 12, anomalies: many('cart', 12, 300) });
  run.step({ minute: 13, anomalies: [anomaly('web', 13, { peer: many('cart', 12, 1)[0]!.entity })] });
  const open = run.incidents().filter(({ state }) => state === 'open');
  expect(open.length).toBeGreaterThan(1);
  for (const { anomalies } of open) expect(anomalies.length).toBeLessThanOrEqual(MAX_MEMBERS);
});
