import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import { noiseKey } from '@foreshock/model/told-noise.ts';
import { expect, test } from 'vitest';
import { type CombineStep, createCombiner } from './combine.ts';
import type { ActiveAnomaly } from './episodes.ts';
import type { Reading } from './reading.ts';
import { entityId, minute, seededRandom } from './scenario.test-support.ts';

function active(
  surprise: number,
  more: Partial<Reading> & { hard?: boolean; marks?: Anomaly['marks'] } = {},
): ActiveAnomaly {
  const { hard = false, marks = [], ...rest } = more;
  const entity = rest.entity ?? entityId('cart');
  const kind = rest.kind ?? 'saturation';
  // Only what the combiner reads.
  const reading = {
    entity,
    kind,
    surprise,
    weight: 1,
    direction: 'up',
    isServiceLevel: false,
    isHarm: true,
    ...rest,
  } as Reading;
  const { observed = 1, expected = 0.1, unit = '1' } = rest;
  const anomaly = { id: `ano_${kind}`, entity, kind, hard, marks, observed, expected, unit };
  return { reading, anomaly: anomaly as unknown as Anomaly };
}

function judged(entities: number, weight: number): Map<EntityId, number> {
  return new Map(
    ['cart', ...Array.from({ length: entities - 1 }, (_, i) => `quiet${i}`)].map((name) => [entityId(name), weight]),
  );
}

function step(members: readonly ActiveAnomaly[], entities = 20, weight = 10): CombineStep {
  const combiner = createCombiner({ incidentsPerDay: 3 });
  return combiner.step({
    minute: minute(0),
    active: members,
    readings: members.map((member) => member.reading),
    judged: judged(entities, weight),
  });
}

test('one signal alone starts nothing, two kinds do, and so does a service level', () => {
  expect(step([active(9)]).starters).toEqual([]);
  expect(step([active(9), active(6, { kind: 'queue' })]).starters).toHaveLength(2);
  expect(step([active(9, { kind: 'errors', weight: 3, isServiceLevel: true })]).starters).toHaveLength(1);
});

test('what nobody could feel starts nothing, however rare', () => {
  const slow = { kind: 'latency', isServiceLevel: true, unit: 'ms', expected: 7 } as const;
  expect(step([active(9, { ...slow, observed: 8 })]).starters).toEqual([]);
  expect(step([active(9, { ...slow, observed: 700 })]).starters).toHaveLength(1);
  const full = { kind: 'saturation', isServiceLevel: true } as const;
  expect(step([active(9, { ...full, observed: 0.6 })]).starters).toEqual([]);
  expect(step([active(9, { ...full, observed: 0.97 })]).starters).toHaveLength(1);
});

test('a fact of the cluster needs neither company nor surprise of others', () => {
  expect(step([active(12, { kind: 'restarts', hard: true })]).starters).toHaveLength(1);
});

test('what is expected, chronic or no harm starts nothing', () => {
  for (const more of [{ marks: ['expected'] }, { marks: ['chronic'] }, { isHarm: false }] as const)
    expect(
      step([active(9, { ...more, isServiceLevel: true }), active(9, { ...more, kind: 'queue' })]).starters,
    ).toEqual([]);
});

test('a fact of the cluster that people called noise starts nothing alone, and is a starter beside another', () => {
  const restarts = active(12, {
    hard: true,
    kind: 'restarts',
    signal: 'events',
    measure: 'restarts',
    source: { kind: 'events' },
  });
  const errors = active(9, { kind: 'errors', weight: 3, isServiceLevel: true, source: { kind: 'spans' } });
  const told = new Map([
    [
      noiseKey(restarts.reading),
      { key: '', entity: entityId('cart'), measure: '', furthest: 9, incidents: new Array(5) },
    ],
  ]);
  const starters = (members: readonly ActiveAnomaly[]) =>
    createCombiner({ incidentsPerDay: 3 }).step({
      minute: minute(0),
      active: members,
      readings: members.map(({ reading }) => reading),
      judged: judged(20, 10),
      toldNoise: told,
    }).starters;
  expect(starters([restarts])).toEqual([]);
  expect(starters([restarts, errors])).toHaveLength(2);
});

test('the same surprise counts less among more signals and more entities', () => {
  const members = [active(5), active(5, { kind: 'queue' })];
  expect(step(members, 20, 4).starters).toHaveLength(2);
  expect(step(members, 20, 400).starters).toEqual([]);
  expect(step(members, 20_000, 4).starters).toEqual([]);
});

test('noise over a week keeps to twice the budget from the third day on', () => {
  const combiner = createCombiner({ incidentsPerDay: 3 });
  const random = seededRandom(7);
  const names = Array.from({ length: 200 }, (_, i) => entityId(`e${i}`));
  const weights = new Map(names.map((name) => [name, 5]));
  let started = 0;
  const perDay: number[] = [];
  for (let i = 0; i < 7 * 1_440; i++) {
    // Twenty times more surprise than p-values allow: the worst that a badly calibrated detector sends.
    const noisy = random() < 0.3 ? [names[Math.floor(random() * 200)]!] : [];
    const members = noisy.flatMap((entity) => {
      const surprise = 4 - 1.5 * Math.log10(1 - random());
      return [active(surprise, { entity }), active(surprise, { entity, kind: 'queue' })];
    });
    const { starters } = combiner.step({ minute: minute(i), active: members, readings: [], judged: weights });
    started += new Set(starters.map((anomaly) => anomaly.entity)).size;
    if (i % 1_440 === 1_439) {
      perDay.push(started);
      started = 0;
    }
  }
  expect(Math.max(...perDay.slice(2))).toBeLessThanOrEqual(12);
});

test('what is unusual is summed by direction', () => {
  const { unusual } = step([active(6), active(5, { entity: entityId('pay'), direction: 'down' })], 20, 1);
  expect(unusual.up).toBeCloseTo(6, 5);
  expect(unusual.down).toBeCloseTo(5, 5);
});
