import type { EntityId } from '@foreshock/model/entity.ts';
import type { SeriesId } from '@foreshock/model/series.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import { expect, test } from 'vitest';
import type { EdgeCourse } from './edge-gap.ts';
import type { Utilisation } from './saturation.ts';
import { heldRange, type MeasuresToWatch, type MeasuresWatched, usualRange, watchMeasures } from './watch-measures.ts';

const [frontend, cart] = ['ent_frontend', 'ent_cart'] as EntityId[];
const MINUTE_IN_HAND = 1_000 * MINUTE;
const called: Topology = {
  entities: new Map(),
  relations: [{ from: frontend!, to: cart!, kind: 'calls', lastSeen: MINUTE_IN_HAND }],
};

function processor(changes: Partial<Utilisation> = {}): Utilisation {
  const measure = 'k8s.container.cpu_limit_utilization';
  const usual = { before: Array<number>(60).fill(20), after: [96, 99] };
  return { entity: cart!, measure, series: 'ser_cpu' as SeriesId, instance: 'cart-0', limit: 1, ...usual, ...changes };
}

const slowEdge: EdgeCourse = {
  caller: frontend!,
  callee: cart!,
  before: Array.from({ length: 60 }, () => ({ clientMs: 12, serverMs: 10 })),
  after: Array.from({ length: 2 }, () => ({ clientMs: 260, serverMs: 10 })),
};

function watch(changes: Partial<MeasuresToWatch>, watched: MeasuresWatched = new Map()) {
  const quiet = { utilisations: [], edges: [], trafficRatio: undefined };
  return watchMeasures(watched, { minute: MINUTE_IN_HAND, topology: called, ...quiet, ...changes });
}

test('a called workload at its processor limit for two minutes is told, with what is usual and where to look', () => {
  const { starters } = watch({ utilisations: [processor()] });
  expect(starters).toHaveLength(1);
  expect(starters[0]).toMatchObject({
    entity: cart,
    kind: 'saturation',
    observed: 96,
    expected: 20,
    unit: '%',
    onset: heldRange(MINUTE_IN_HAND).from,
    query: { kind: 'series', series: 'ser_cpu' },
  });
});

test('one minute at the limit, a batch job that nobody calls, and more users are no alarm', () => {
  expect(watch({ utilisations: [processor({ after: [96, 40] })] }).starters).toEqual([]);
  expect(watch({ utilisations: [processor({ after: [99] })] }).starters).toEqual([]);
  expect(watch({ utilisations: [processor({ entity: frontend! })] }).starters).toEqual([]);
  expect(watch({ utilisations: [processor()], trafficRatio: 3 }).starters).toEqual([]);
});

test('who is at the limit every hour, or has only just begun, is no alarm', () => {
  const often = [...Array<number>(50).fill(20), ...Array<number>(10).fill(98)];
  expect(watch({ utilisations: [processor({ before: often, after: [97, 98] })] }).starters).toEqual([]);
  expect(watch({ utilisations: [processor({ before: [20, 20, 20] })] }).starters).toEqual([]);
});

test('an edge that loses time between its ends accuses the callee', () => {
  const { starters } = watch({ edges: [slowEdge] });
  expect(starters).toMatchObject([{ entity: cart, kind: 'latency', observed: 250, expected: 2, unit: 'ms' }]);
  const once = { ...slowEdge, after: [slowEdge.after[0]!, { clientMs: 12, serverMs: 10 }] };
  expect(watch({ edges: [once] }).starters).toEqual([]);
});

test('one alarm goes on while it is seen, and ends five minutes after', () => {
  const watched: MeasuresWatched = new Map();
  const [first] = watch({ utilisations: [processor()] }, watched).anomalies;
  const [second] = watch({ utilisations: [processor()], minute: MINUTE_IN_HAND + MINUTE }, watched).anomalies;
  expect(second).toMatchObject({ id: first!.id, lastSeen: MINUTE_IN_HAND + MINUTE });
  expect(watch({ minute: MINUTE_IN_HAND + 5 * MINUTE }, watched).anomalies).toEqual([]);
  const ended = watch({ minute: MINUTE_IN_HAND + 6 * MINUTE }, watched).anomalies;
  expect(ended).toMatchObject([{ id: first!.id, end: MINUTE_IN_HAND + 2 * MINUTE }]);
  expect(watched.size).toBe(0);
});

test('what is usual ends a minute before what is held against it', () => {
  expect(usualRange(MINUTE_IN_HAND).to).toBe(heldRange(MINUTE_IN_HAND).from - MINUTE);
});
