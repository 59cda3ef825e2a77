import type { Anomaly, AnomalyId } from '@foreshock/model/anomaly.ts';
import type { Change, ChangeId } from '@foreshock/model/change.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { SeriesId } from '@foreshock/model/series.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { locateRootCauses, type RootCauseInput } from './locate-root-causes.ts';
import { emptyTally } from './trace-tally.ts';

const [web, cart, store] = ['ent_web', 'ent_cart', 'ent_checkout-db'] as EntityId[];
const ONSET = 1_000 * MINUTE;
const CONNECTIONS = { measure: 'db.client.connection.count', series: 'ser_1' as SeriesId, limit: 100 };

const quiet: RootCauseInput = {
  onset: ONSET,
  members: [],
  topology: {
    entities: new Map(),
    relations: [
      { from: web!, to: cart!, kind: 'calls', lastSeen: ONSET },
      { from: cart!, to: store!, kind: 'calls', lastSeen: ONSET },
    ],
  },
  changes: [],
  reference: emptyTally(),
  nodes: [],
  edges: [],
  utilisations: [],
  processors: [],
};

function failing(entity: EntityId, onset: number, difference: Partial<Anomaly> = {}): Anomaly {
  return {
    id: `ano_${entity}_${onset}` as AnomalyId,
    entity,
    signal: 'traces',
    kind: 'errors',
    measure: 'request errors',
    onset,
    lastSeen: onset,
    p: 1e-9,
    surprise: 9,
    rank: 9,
    direction: 'up',
    observed: 0.4,
    expected: 0.001,
    unit: 'share',
    query: { kind: 'spans', entity, range: { from: onset, to: onset + MINUTE } },
    hard: false,
    marks: [],
    ...difference,
  };
}

function release(time: number): Change {
  return { id: 'chg_1' as ChangeId, entity: cart!, kind: 'deploy', time, text: 'v41 to v42' };
}

/** The store began to rise at the onset; the pods that a release made took its connections from minute five on. */
const filling = [
  { ...CONNECTIONS, entity: store!, instance: 'checkout-db/db-0', before: Array(60).fill(9), after: [9, 40, 80] },
  {
    ...CONNECTIONS,
    entity: cart!,
    instance: 'checkout-db/cart-1',
    before: [1, 1, 1, 1, 1],
    after: [1, 34, 72],
    risenSince: ONSET + 5 * MINUTE,
  },
];

test('a release whose pods took the connections is named for what is coming, though the store rose minutes before', () => {
  const input = { ...quiet, utilisations: filling, changes: [release(ONSET + 5 * MINUTE)] };
  const [first] = locateRootCauses({ ...input, isComing: true });
  expect(first).toMatchObject({ entity: cart, change: { text: 'v41 to v42' } });
  const afterHarm = locateRootCauses(input).find(({ entity }) => entity === cart);
  expect(afterHarm?.change).toBeUndefined();
});

test('a release just before the harm outweighs one of half an hour ago, and one of an hour ago is no cause', () => {
  const scoreOf = (time: number): number =>
    locateRootCauses({ ...quiet, members: [failing(cart!, ONSET)], changes: [release(time)] })[0]!.score;
  expect(scoreOf(ONSET - 2 * MINUTE)).toBeGreaterThan(scoreOf(ONSET - 25 * MINUTE));
  expect(scoreOf(ONSET - 60 * MINUTE)).toBeLessThan(0.75);
});

test('what Kubernetes reports outweighs the callers that suffer from it', () => {
  const killed = failing(cart!, ONSET, { signal: 'events', kind: 'state', measure: 'OOMKilling', hard: true });
  const [first] = locateRootCauses({ ...quiet, members: [failing(web!, ONSET, { marks: ['user-facing'] }), killed] });
  expect(first?.entity).toBe(cart);
  expect(first?.path).toEqual([cart, web]);
});

test('with failing requests alone nothing scores enough to be named, and the callee ranks before its callers', () => {
  const ranked = locateRootCauses({
    ...quiet,
    members: [failing(web!, ONSET + MINUTE), failing(cart!, ONSET)],
  });
  expect(ranked[0]!.entity).toBe(cart);
  expect(ranked[0]!.score).toBeLessThan(0.75);
});

test('without traces the one whose measures nobody else shows comes before those who fail as much', () => {
  const own = (entity: EntityId, measure: string): Anomaly =>
    failing(entity, ONSET + MINUTE, {
      signal: 'metrics',
      kind: 'other',
      measure,
      id: `ano_${entity}_${measure}` as AnomalyId,
    });
  const members = [
    ...[web!, cart!, store!].flatMap((entity) => [failing(entity, ONSET), own(entity, 'memory')]),
    own(cart!, 'disk reads'),
    own(cart!, 'disk writes'),
  ];
  const [first] = locateRootCauses({ ...quiet, members });
  expect(first).toMatchObject({ entity: cart });
  expect(first!.terms.specific).toBeGreaterThan(0);
  expect(locateRootCauses({ ...quiet, members, isComing: true })[0]!.terms.specific).toBeUndefined();
});
