import { expect, test } from 'vitest';
import { encodeWithLibrary } from '../../test/support/otlp-proto.ts';
import { rowsOf } from '../../test/support/otlp-rows.ts';
import { checkRequest } from './check-request.ts';
import { decodeMetrics } from './decode-metrics.ts';
import { encodeMetrics } from './encode-metrics.ts';
import type { Metric } from './telemetry-to-send.ts';

const receivedAt = 1_700_000_000_000;

function decoded(body: Uint8Array) {
  const result = decodeMetrics(body, receivedAt);
  if (!result.ok) throw new Error(result.error.message);
  const check = checkRequest('metrics', 'protobuf', body);
  const { columns, refused } = result.value;
  expect(check).toMatchObject({ ok: true, value: { records: columns.count + refused, refused } });
  return result.value;
}

function decodedMetrics(...records: Metric[]) {
  return decoded(encodeMetrics([{ resource: {}, scopes: [{ records }] }]));
}

function fromLibrary(...metrics: Record<string, unknown>[]) {
  return decoded(
    encodeWithLibrary('ExportMetricsServiceRequest', { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }),
  );
}

test('O-37 gauges and sums give a value and one observation for each point', () => {
  const { columns } = decodedMetrics(
    { name: 'load', unit: '1', description: 'd', type: 'gauge', points: [{ timeUnixNano: 5n, value: 1.5 }] },
    {
      name: 'requests',
      type: 'sum',
      temporality: 2,
      monotonic: true,
      points: [
        { timeUnixNano: 6n, startTimeUnixNano: 4n, value: 7n, attributes: { a: 'b' } },
        { timeUnixNano: 0n, value: -7n },
      ],
    },
  );
  expect(columns.metrics).toEqual([
    {
      name: 'load',
      description: 'd',
      unit: '1',
      type: 'gauge',
      temporality: 'unspecified',
      monotonic: false,
      source: 0,
    },
    { name: 'requests', description: '', unit: '', type: 'sum', temporality: 'cumulative', monotonic: true, source: 0 },
  ]);
  expect([...columns.metric]).toEqual([0, 1, 1]);
  expect([...columns.value]).toEqual([1.5, 7, -7]);
  expect([...columns.observations]).toEqual([1, 1, 1]);
  expect([...columns.timeUnixNano]).toEqual([5n, 6n, 1_700_000_000_000_000_000n]);
  expect([...columns.startTimeUnixNano]).toEqual([0n, 4n, 0n]);
  expect(columns.buckets).toEqual([undefined, undefined, undefined]);
});

test('O-37 a point says that no value was recorded; without that flag it needs one', () => {
  const { columns, refused, reasons } = decodedMetrics({
    name: 'm',
    type: 'gauge',
    points: [{ timeUnixNano: 1n, flags: 1 }, { timeUnixNano: 2n }, { timeUnixNano: 3n, value: 0 }],
  });
  expect([...columns.absent]).toEqual([1, 0]);
  expect([...columns.value]).toEqual([Number.NaN, 0]);
  expect(refused).toBe(1);
  expect(reasons).toEqual([
    '1 of 3 data points refused: a number point needs as_double or as_int; set flag 1 where no value was recorded',
  ]);
});

test('a metric whose points are all refused is left out, and later points keep their metric', () => {
  const { columns } = decodedMetrics(
    { name: 'lost', type: 'gauge', points: [{ timeUnixNano: 2n }] },
    { name: 'empty', type: 'gauge', points: [] },
    { name: 'kept', type: 'gauge', points: [{ timeUnixNano: 2n, value: 1 }] },
  );
  expect(columns.metrics.map(({ name }) => name)).toEqual(['kept']);
  expect([...columns.metric]).toEqual([0]);
});

test('O-37 a histogram keeps its buckets, its count and its sum', () => {
  const { columns } = decodedMetrics({
    name: 'h',
    type: 'histogram',
    temporality: 1,
    points: [
      { timeUnixNano: 1n, count: 6, sum: 10.5, bounds: [1, 5], counts: [3, 2, 1] },
      { timeUnixNano: 1n, count: 4, bounds: [], counts: [] },
      { timeUnixNano: 1n, count: 4, bounds: [1, 2], counts: [4, 0] },
    ],
  });
  expect(rowsOf(columns).map((row) => [row.value, row.observations, row.buckets])).toEqual([
    [10.5, 6, { bounds: [1, 5], counts: [3, 2, 1] }],
    [Number.NaN, 4, { bounds: [], counts: [4] }],
  ]);
  expect(columns.metrics[0]).toMatchObject({ type: 'histogram', temporality: 'delta' });
});

test('O-37 an exponential histogram gets its bounds worked out', () => {
  const { columns } = decodedMetrics({
    name: 'e',
    type: 'exponential-histogram',
    temporality: 1,
    points: [
      {
        timeUnixNano: 1n,
        count: 21,
        sum: 3,
        scale: 0,
        zeroCount: 6,
        zeroThreshold: 0.25,
        positive: { offset: 0, counts: [1, 2, 3] },
        negative: { offset: -1, counts: [4, 5] },
      },
    ],
  });
  expect(rowsOf(columns)[0]!.buckets).toEqual({
    bounds: [-2, -1, -0.5, 0.25, 1, 2, 4, 8],
    counts: [0, 5, 4, 6, 0, 1, 2, 3, 0],
  });
});

test('no scale or offset makes bounds that fall or are no numbers', () => {
  for (const scale of [-(2 ** 31), -11, 0, 20, 2 ** 31 - 1]) {
    for (const offset of [-(2 ** 31), -1, 0, 2 ** 31 - 1]) {
      const side = { offset, counts: [1, 1, 1] };
      const { columns } = decodedMetrics({
        name: 'e',
        type: 'exponential-histogram',
        temporality: 1,
        points: [{ timeUnixNano: 1n, count: 6, scale, zeroCount: 0, positive: side, negative: side }],
      });
      const { bounds, counts } = columns.buckets[0]!;
      expect(bounds.every((bound, i) => Number.isFinite(bound) && (i === 0 || bound >= bounds[i - 1]!))).toBe(true);
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(6);
      expect(counts).toHaveLength(bounds.length + 1);
    }
  }
});

test('O-37 the quantiles of a summary become buckets', () => {
  const quantiles = [
    { quantile: 0.9, value: 50 },
    { quantile: 0.5, value: 10 },
  ];
  const { columns } = decodedMetrics({
    name: 's',
    type: 'summary',
    points: [{ timeUnixNano: 1n, count: 200, sum: 0, quantiles }],
  });
  const { bounds, counts } = columns.buckets[0]!;
  expect([...bounds]).toEqual([10, 50]);
  expect([...counts].map(Math.round)).toEqual([100, 80, 20]);
  expect([...columns.value]).toEqual([0]);
});

test('a point with more buckets than anyone needs is refused', () => {
  const counts = Array.from({ length: 16_385 }, () => 1);
  const { columns, reasons } = decodedMetrics({
    name: 'e',
    type: 'exponential-histogram',
    temporality: 1,
    points: [{ timeUnixNano: 1n, count: 1, scale: 0, zeroCount: 0, positive: { offset: 0, counts } }],
  });
  expect(columns.count).toBe(0);
  expect(reasons[0]).toContain('16384 buckets at most');
});

test('O-37 exemplars are OTLP/JSON by point', () => {
  const { columns } = decodedMetrics({
    name: 'g',
    type: 'gauge',
    points: [
      { timeUnixNano: 1n, value: 1 },
      {
        timeUnixNano: 1n,
        value: 2,
        exemplars: [
          { timeUnixNano: 9n, value: -(2n ** 63n), traceId: new Uint8Array(16).fill(0xab), attributes: { user: 'u' } },
          { timeUnixNano: 9n, value: Number.NaN },
        ],
      },
    ],
  });
  expect([...columns.exemplars]).toEqual([
    [
      1,
      `[{"timeUnixNano":"9","traceId":"${'ab'.repeat(16)}","asInt":"-9223372036854775808",` +
        '"filteredAttributes":[{"key":"user","value":{"stringValue":"u"}}]},{"timeUnixNano":"9","asDouble":"NaN"}]',
    ],
  ]);
});

test('numbers that are not packed are read like packed ones', () => {
  const packed = encodeWithLibrary('HistogramDataPoint', { bucketCounts: [1, 2], explicitBounds: [5] });
  const unpacked = Buffer.concat([
    Uint8Array.of(0x31, 1, 0, 0, 0, 0, 0, 0, 0, 0x31, 2, 0, 0, 0, 0, 0, 0, 0),
    Uint8Array.of(0x39, 0, 0, 0, 0, 0, 0, 0x14, 0x40),
  ]);
  const request = (point: Uint8Array) => {
    const nest = (field: number, content: Uint8Array) =>
      Buffer.concat([Uint8Array.of((field << 3) | 2, content.length), content]);
    return nest(1, nest(2, nest(2, nest(9, nest(1, point)))));
  };
  expect(rowsOf(decoded(request(unpacked)).columns)).toEqual(rowsOf(decoded(request(packed)).columns));
});

test('of several kinds of data in one metric the last counts', () => {
  const gauge = { gauge: { dataPoints: [{ asInt: 1 }] }, name: 'm' };
  const sum = { sum: { dataPoints: [{ asInt: 2 }, { asInt: 3 }] } };
  const body = (...metrics: Record<string, unknown>[]) =>
    Buffer.concat(metrics.map((metric) => encodeWithLibrary('Metric', metric)));
  const request = (metric: Uint8Array) => {
    const nest = (field: number, content: Uint8Array) =>
      Buffer.concat([Uint8Array.of((field << 3) | 2, content.length), content]);
    return nest(1, nest(2, nest(2, metric)));
  };
  const { columns } = decoded(request(body(gauge, sum)));
  expect(columns.metrics.map(({ name, type }) => [name, type])).toEqual([['m', 'sum']]);
  expect([...columns.value]).toEqual([2, 3]);
});

test('O-24 temporalities of later versions are unspecified', () => {
  const { columns } = fromLibrary({ sum: { dataPoints: [{ asInt: 1 }], aggregationTemporality: 9 } });
  expect(columns.metrics[0]!.temporality).toBe('unspecified');
});
