import type { EntityId } from '@foreshock/model/entity.ts';
import type { Series, SeriesId } from '@foreshock/model/series.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { floorOf, fromSpace, measureOf, type Space, toSpace } from './measure-kind.ts';

function series(metric: string, more: Partial<Series> = {}): Series {
  return {
    id: 'ser_1' as SeriesId,
    entity: 'ent_1' as EntityId,
    metric,
    unit: '',
    type: 'gauge',
    temporality: 'unspecified',
    monotonic: false,
    attributes: {},
    ...more,
  };
}

const counter = { type: 'sum', monotonic: true, temporality: 'cumulative' } as const;

test('what metrics of the semantic conventions measure', () => {
  const check = (metric: string, more: Partial<Series>, expected: string) => {
    const measure = measureOf(series(metric, more))!;
    expect([measure.kind, measure.reading, measure.space, measure.harm, measure.unit].join(' '), metric).toBe(expected);
  };
  check('http.server.request.duration', { type: 'histogram', unit: 's' }, 'latency p95 log up ms');
  check('http.server.request.count', { ...counter, unit: '{request}' }, 'traffic rate count either 1/s');
  check(
    'http.server.request.count',
    { ...counter, attributes: { 'http.response.status_code': '503' } },
    'errors rate count up 1/s',
  );
  check('rpc.client.errors', { ...counter, unit: '{error}' }, 'errors rate count up 1/s');
  check('process.cpu.time', { ...counter, unit: 's' }, 'saturation rate plain up {cpu}');
  check('k8s.pod.network.io', { ...counter, unit: 'By' }, 'other rate count either By/s');
  check('container.memory.working_set', { unit: 'By' }, 'saturation level plain up By');
  check('k8s.volume.available', { unit: 'By' }, 'saturation level plain down By');
  check('system.cpu.utilization', { unit: '1' }, 'saturation level share up 1');
  check('system.cpu.utilization', { unit: '1', attributes: { state: 'idle' } }, 'saturation level share down 1');
  check('kafka.consumer_group.lag', {}, 'queue level queue up ');
  check('http.server.active_requests', { unit: '{request}' }, 'queue level queue up {request}');
  check('room.temperature', { unit: 'Cel' }, 'other level plain either Cel');
});

test('limits, settings, clocks and states are compared with nothing', () => {
  for (const metric of [
    'db.client.connection.max',
    'k8s.container.memory_limit',
    'process.uptime',
    'k8s.pod.phase',
    'k8s.container.restarts',
    'k8s.deployment.available',
    'k8s.volume.capacity',
  ])
    expect(measureOf(series(metric)), metric).toBeUndefined();
});

const SPACES: readonly Space[] = ['plain', 'count', 'log', 'share', 'queue'];

test('a reading comes back from its space', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SPACES),
      fc.double({ min: 0.02, max: 0.98, noNaN: true }),
      fc.constantFrom(1, 30, 1e9),
      (space, share, limit) => {
        const value = share * limit;
        expect(fromSpace(space, toSpace(space, value, limit), limit) / value).toBeCloseTo(1, 6);
      },
    ),
  );
});

test('the space never turns the order of two readings', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SPACES),
      fc.double({ min: 0, max: 100, noNaN: true }),
      fc.double({ min: 0, max: 100, noNaN: true }),
      (space, a, b) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        expect(toSpace(space, low, 50)).toBeLessThanOrEqual(toSpace(space, high, 50));
      },
    ),
  );
});

test('half a point is the floor of a share wherever it lies', () => {
  for (const share of [0.1, 0.5, 0.9]) {
    const step = toSpace('share', share + 0.005) - toSpace('share', share);
    expect(floorOf('share', share) / step).toBeCloseTo(1, 1);
  }
});
