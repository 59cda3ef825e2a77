import type { EntityId } from '@foreshock/model/entity.ts';
import { quantileOf } from '@foreshock/model/latency-bins.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { decodeRequest } from '@foreshock/otlp/decode-request.ts';
import { encodeMetrics } from '@foreshock/otlp/encode-metrics.ts';
import type { Metric } from '@foreshock/otlp/telemetry-to-send.ts';
import { expect, test } from 'vitest';
import { createKnownSeries } from './known-series.ts';
import { registerSeries } from './register-series.ts';
import { rollUpPoints } from './roll-up-points.ts';

const START = Date.parse('2026-11-22T03:00:00Z');
const at = (seconds: number): bigint => BigInt(START + seconds * 1000) * 1_000_000n;

function rollUp(...records: Metric[]) {
  const bytes = encodeMetrics([{ resource: { 'service.name': 'cart' }, scopes: [{ records }] }]);
  const decoded = decodeRequest('metrics', 'protobuf', bytes, START);
  if (!decoded.ok || decoded.value.columns.signal !== 'metrics') throw new Error('not decoded');
  const { columns } = decoded.value;
  const { seriesOfRow, series } = registerSeries(columns, ['ent_cart' as EntityId], createKnownSeries(1_000), START);
  return { rollups: rollUpPoints(columns, seriesOfRow), series };
}

const gauge = (...points: (readonly [number, number])[]): Metric => ({
  name: 'pool',
  type: 'gauge',
  points: points.map(([seconds, value]) => ({ timeUnixNano: at(seconds), value })),
});

test('points of a minute add up, and the last is the latest by its time, not by its place', () => {
  const { rollups, series } = rollUp(gauge([50, 7], [10, 3], [20, 5], [61, 9]));
  const id = series[0]!.id;
  expect(rollups).toEqual([
    {
      minute: START,
      series: id,
      count: 3,
      sum: 15,
      min: 3,
      max: 7,
      last: 7,
      lastTime: START + 50_000,
      observations: 0,
      bins: new Map(),
    },
    {
      minute: START + MINUTE,
      series: id,
      count: 1,
      sum: 9,
      min: 9,
      max: 9,
      last: 9,
      lastTime: START + 61_000,
      observations: 0,
      bins: new Map(),
    },
  ]);
});

test('a point that says that there is no value, and one that is no number, leave a gap', () => {
  const absent: Metric = { name: 'pool', type: 'gauge', points: [{ timeUnixNano: at(0), flags: 1 }] };
  expect(rollUp(absent).rollups).toEqual([]);
  expect(rollUp(gauge([0, Number.NaN])).rollups).toEqual([]);
});

test('values below zero have their own least and greatest', () => {
  expect(rollUp(gauge([0, -5], [1, -2])).rollups).toMatchObject([{ min: -5, max: -2, sum: -7 }]);
});

test('a delta histogram in seconds gives latencies in milliseconds', () => {
  const histogram: Metric = {
    name: 'http.server.request.duration',
    unit: 's',
    type: 'histogram',
    temporality: 1,
    points: [
      { timeUnixNano: at(0), count: 10, sum: 2, counts: [0, 9, 1], bounds: [0.1, 0.3] },
      { timeUnixNano: at(30), count: 10, sum: 2, counts: [0, 10, 0], bounds: [0.1, 0.3] },
    ],
  };
  const [rollup] = rollUp(histogram).rollups;
  expect(rollup).toMatchObject({ count: 2, sum: 4, observations: 20 });
  expect(quantileOf(rollup!.bins, 0.5)! / 200).toBeCloseTo(1, 1);
  expect(quantileOf(rollup!.bins, 1)! / 300).toBeCloseTo(1, 1);
});

test('of a cumulative histogram the latest count stands, and its buckets since the start say nothing of a minute', () => {
  const histogram: Metric = {
    name: 'd',
    unit: 'ms',
    type: 'histogram',
    temporality: 2,
    points: [
      { timeUnixNano: at(30), count: 120, sum: 240, counts: [120], bounds: [] },
      { timeUnixNano: at(0), count: 100, sum: 200, counts: [100], bounds: [] },
    ],
  };
  expect(rollUp(histogram).rollups).toMatchObject([{ observations: 120, last: 240, bins: new Map() }]);
});

test('a histogram without a sum counts its observations all the same', () => {
  const histogram: Metric = {
    name: 'd',
    unit: 'ms',
    type: 'histogram',
    temporality: 1,
    points: [{ timeUnixNano: at(0), count: 3, counts: [1, 2], bounds: [5] }],
  };
  expect(rollUp(histogram).rollups).toMatchObject([{ observations: 3, count: 1 }]);
});
