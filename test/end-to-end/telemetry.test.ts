// OTLP in by every door, found again through REST: fields equal, counts exact.
import type { LogRecord, Metric } from '@foreshock/otlp/telemetry-to-send.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Platform, type SignedIn, START_WITHIN_MS, startPlatform } from '../support/platform.ts';
import { createGrpcSender, postOtlp, sendOtlp } from '../support/send-otlp.ts';
import { bytesOfHex, CART, checkoutTrace, logsOf, metricsOf, nanos, TRACE_ID, WEB } from '../support/shop-telemetry.ts';
import { until } from '../support/until.ts';

const STORED_WITHIN_MS = 60_000;
const MINUTE = 60_000;

let platform: Platform;
let client: SignedIn['client'];
/** A whole minute some minutes ago, so that no test crosses the end of one. */
let minute: number;

beforeAll(async () => {
  platform = await startPlatform();
  ({ client } = await platform.signIn());
  minute = Math.floor(Date.now() / MINUTE) * MINUTE - 5 * MINUTE;
}, START_WITHIN_MS);

afterAll(async () => {
  await platform?.remove();
});

type Filter = { field: string; operator: '=' | '!=' | 'contains' | '>=' | '<=' | 'exists'; value?: string };

async function logsBy(filters: Filter[], count: number) {
  return until(`${count} log records by ${JSON.stringify(filters)}`, STORED_WITHIN_MS, async () => {
    const { items } = await client('searchLogs', { last: 'PT1H', filters, limit: 1000, order: 'oldest' });
    return items.length >= count && items;
  });
}

const door = (name: string): Filter[] => [{ field: 'attributes.test.door', operator: '=', value: name }];

function plainRecord(name: string): LogRecord {
  return { timeUnixNano: nanos(minute), severityNumber: 9, body: `through ${name}`, attributes: { 'test.door': name } };
}

test('every field of a log record comes back as it was sent', async () => {
  const record: LogRecord = {
    timeUnixNano: nanos(minute + 1234) + 567n,
    observedTimeUnixNano: nanos(minute + 2000),
    severityNumber: 17,
    severityText: 'ERROR',
    eventName: 'pool.timeout',
    body: 'timeout acquiring a connection after 5000 ms, waiters: 14 · ünïcode 🛒',
    attributes: {
      'test.door': 'fields',
      'db.waiters': 14,
      'db.ratio': 0.97,
      'db.primary': true,
      'db.hosts': ['a', 'b'],
      'db.big': 9_007_199_254_740_993n,
    },
    traceId: bytesOfHex(TRACE_ID),
    spanId: bytesOfHex('b000000000000003'),
  };
  await sendOtlp(platform.otlpHttp, 'logs', logsOf(CART, [record]));
  const [found, ...others] = await logsBy(door('fields'), 1);
  expect(others).toEqual([]);
  expect(found).toMatchObject({
    timeUnixNano: String(nanos(minute + 1234) + 567n),
    time: new Date(minute + 1234).toISOString(),
    severity: 'error',
    severityNumber: 17,
    severityText: 'ERROR',
    eventName: 'pool.timeout',
    body: 'timeout acquiring a connection after 5000 ms, waiters: 14 · ünïcode 🛒',
    traceId: TRACE_ID,
    spanId: 'b000000000000003',
    scopeName: 'test',
    entity: { kind: 'service', name: 'shop/cart', cluster: 'test-eu' },
  });
  const attributes = new Map(found!.attributes.map(({ key, value, kind }) => [key, `${kind} ${value}`]));
  expect(attributes).toEqual(
    new Map([
      ['test.door', 'string fields'],
      ['db.waiters', 'int 14'],
      ['db.ratio', 'double 0.97'],
      ['db.primary', 'bool true'],
      ['db.hosts', 'array ["a","b"]'],
      ['db.big', 'int 9007199254740993'],
    ]),
  );
  expect(new Map(found!.resource.map(({ key, value }) => [key, value]))).toEqual(new Map(Object.entries(CART)));
});

test('a record is the same by protobuf, gzip, zstd, JSON and gRPC', async () => {
  await sendOtlp(platform.otlpHttp, 'logs', logsOf(CART, [plainRecord('protobuf')]));
  await sendOtlp(platform.otlpHttp, 'logs', logsOf(CART, [plainRecord('gzip')]), { encoding: 'gzip' });
  await sendOtlp(platform.otlpHttp, 'logs', logsOf(CART, [plainRecord('zstd')]), { encoding: 'zstd' });
  const json = {
    resourceLogs: [
      {
        resource: { attributes: Object.entries(CART).map(([key, value]) => ({ key, value: { stringValue: value } })) },
        scopeLogs: [
          {
            scope: { name: 'test', version: '1' },
            logRecords: [
              {
                timeUnixNano: String(nanos(minute)),
                severityNumber: 9,
                body: { stringValue: 'through json' },
                attributes: [{ key: 'test.door', value: { stringValue: 'json' } }],
              },
            ],
          },
        ],
      },
    ],
  };
  await sendOtlp(platform.otlpHttp, 'logs', JSON.stringify(json), { json: true });
  const grpc = createGrpcSender(platform.otlpGrpc);
  expect(await grpc.send('logs', logsOf(CART, [plainRecord('grpc')]))).toHaveLength(0);
  grpc.close();
  const doors = ['protobuf', 'gzip', 'zstd', 'json', 'grpc'];
  const found = [];
  for (const name of doors) found.push(...(await logsBy(door(name), 1)));
  expect(found.map(({ body }) => body)).toEqual(doors.map((name) => `through ${name}`));
  const [first] = found;
  for (const record of found) {
    expect(record).toMatchObject({
      timeUnixNano: String(nanos(minute)),
      severity: 'info',
      entity: first!.entity,
      resource: first!.resource,
      scopeName: 'test',
    });
  }
});

test('a request of which one record is wrong is kept but for that record, and the answer says so', async () => {
  const wrong = {
    resourceLogs: [
      {
        scopeLogs: [
          {
            logRecords: [
              { timeUnixNano: String(nanos(minute)), body: { stringValue: 'good half' }, traceId: 'zz' },
              {
                timeUnixNano: String(nanos(minute)),
                body: { stringValue: 'good half' },
                attributes: [{ key: 'test.door', value: { stringValue: 'half' } }],
              },
            ],
          },
        ],
      },
    ],
  };
  const answer = await postOtlp(platform.otlpHttp, 'logs', JSON.stringify(wrong), { json: true });
  expect(answer.status).toBe(200);
  expect(await answer.json()).toMatchObject({ partialSuccess: { rejectedLogRecords: '1' } });
  expect(await logsBy(door('half'), 1)).toHaveLength(1);
  const bodies = await client('searchLogs', { last: 'PT1H', text: 'good half' });
  expect(bodies.items).toHaveLength(1);
});

test('ten thousand records are counted to the last one, by severity, value and template', async () => {
  const severities = [9, 9, 9, 13, 17];
  for (let request = 0; request < 10; request++) {
    const records = Array.from({ length: 1000 }, (_, index): LogRecord => {
      const number = request * 1000 + index;
      return {
        timeUnixNano: nanos(minute + number * 5),
        severityNumber: severities[index % 5]!,
        body: `order ${number} was placed by customer ${number * 7} in ${index} ms`,
        attributes: { 'test.door': 'many', 'test.number': number, 'shop.country': index % 4 === 0 ? 'se' : 'de' },
      };
    });
    await sendOtlp(platform.otlpHttp, 'logs', logsOf(CART, records), { encoding: 'gzip' });
  }
  const filters = door('many');
  const range = { from: new Date(minute).toISOString(), to: new Date(minute + MINUTE).toISOString() };
  const histogram = await until('ten thousand records in the histogram', STORED_WITHIN_MS, async () => {
    const counted = await client('countLogs', { ...range, filters, step: 'PT10S' });
    return counted.total >= 10_000 && counted;
  });
  expect(histogram.buckets).toEqual(
    Array.from({ length: 6 }, (_, index) => ({
      time: new Date(minute + index * 10_000).toISOString(),
      info: index < 5 ? 1200 : 0,
      warn: index < 5 ? 400 : 0,
      error: index < 5 ? 400 : 0,
    })),
  );
  const values = await client('listTopValues', { ...range, filters, field: 'attributes.shop.country' });
  expect(values.items.map(({ value, count }) => [value, count])).toEqual([
    ['de', 7500],
    ['se', 2500],
  ]);
  // Counts are stored after the records that they count.
  const [template, ...rest] = await until('ten thousand records in the templates', STORED_WITHIN_MS, async () => {
    const templates = await client('listTemplates', { ...range });
    const orders = templates.items.filter(({ text }) => text.startsWith('order'));
    return orders.reduce((total, { count }) => total + count, 0) >= 10_000 && orders;
  });
  expect(rest).toEqual([]);
  expect(template).toMatchObject({
    text: 'order <NUM> was placed by customer <NUM> in <NUM> ms',
    count: 10_000,
    state: 'new',
    severity: 'error',
    entity: { name: 'shop/cart' },
  });
  const counts = await client('countTemplate', { id: template!.id, ...range, step: 'PT1M' });
  expect(counts.values).toEqual([10_000]);
});

test('pages follow each other without a gap and without a repeat', async () => {
  const numbers: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await client('searchLogs', {
      last: 'PT1H',
      filters: [...door('many'), { field: 'attributes.shop.country', operator: '=', value: 'se' }],
      order: 'oldest',
      limit: 700,
      ...(cursor !== undefined && { cursor }),
    });
    for (const { attributes } of page.items) {
      numbers.push(Number(attributes.find(({ key }) => key === 'test.number')!.value));
    }
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  expect(numbers).toEqual(Array.from({ length: 2500 }, (_, index) => index * 4));
});

test('all five types of metric are found with their unit and their values', async () => {
  const at = (step: number): bigint => nanos(minute + step * 10_000);
  const steps = [0, 1, 2, 3, 4, 5];
  const metrics: Metric[] = [
    {
      name: 'test.gauge',
      unit: 'By',
      type: 'gauge',
      points: steps.map((step) => ({ timeUnixNano: at(step), value: 100.5 + step })),
    },
    {
      name: 'test.sum',
      unit: '{request}',
      type: 'sum',
      monotonic: true,
      temporality: 2,
      points: steps.map((step) => ({ timeUnixNano: at(step), startTimeUnixNano: at(0), value: BigInt(step * 50) })),
    },
    {
      name: 'test.histogram',
      unit: 's',
      type: 'histogram',
      temporality: 1,
      points: steps.map((step) => ({ timeUnixNano: at(step), count: 4, sum: 2, counts: [1, 2, 1], bounds: [0.1, 1] })),
    },
    {
      name: 'test.exponential',
      unit: 'ms',
      type: 'exponential-histogram',
      temporality: 1,
      points: steps.map((step) => ({
        timeUnixNano: at(step),
        count: 3,
        sum: 6,
        scale: 0,
        zeroCount: 0,
        positive: { offset: 0, counts: [1, 1, 1] },
      })),
    },
    {
      name: 'test.summary',
      unit: 'ms',
      type: 'summary',
      points: steps.map((step) => ({
        timeUnixNano: at(step),
        count: 10,
        sum: 55,
        quantiles: [{ quantile: 0.5, value: 5 }],
      })),
    },
  ];
  const grpc = createGrpcSender(platform.otlpGrpc);
  await grpc.send('metrics', metricsOf(CART, metrics));
  grpc.close();
  const range = { from: new Date(minute).toISOString(), to: new Date(minute + MINUTE).toISOString() };
  const items = await until('five series', STORED_WITHIN_MS, async () => {
    const listed = await client('listSeries', { ...range });
    const ours = listed.items.filter(({ metric }) => metric.startsWith('test.'));
    return ours.length >= 5 && ours;
  });
  expect(items.map(({ metric, type, unit }) => `${metric} ${type} ${unit}`).sort()).toEqual([
    'test.exponential exponential-histogram ms',
    'test.gauge gauge By',
    'test.histogram histogram s',
    'test.sum sum {request}',
    'test.summary summary ms',
  ]);
  for (const { entity, attributes } of items) {
    expect(entity.name).toBe('shop/cart');
    expect(attributes).toEqual({ 'k8s.pod.name': 'cart-7d4b9c6f5-x2x9z' });
  }
  const answer = await client('queryMetrics', { ...range, step: 'PT10S', series: items.map(({ id }) => id) });
  const values = new Map(answer.items.map((item) => [item.metric, item.values]));
  expect(values.get('test.gauge')).toEqual([100.5, 101.5, 102.5, 103.5, 104.5, 105.5]);
  // A rate needs the point before, so the first step of the range has none.
  expect(values.get('test.sum')).toEqual([null, 5, 5, 5, 5, 5]);
  expect(answer.items.find(({ metric }) => metric === 'test.sum')!.unit).toBe('1/s');
  expect(values.get('test.histogram')).toEqual([2, 2, 2, 2, 2, 2]);
  expect(values.get('test.exponential')).toEqual([6, 6, 6, 6, 6, 6]);
  expect(values.get('test.summary')).toEqual([55, 55, 55, 55, 55, 55]);
});

test('a trace comes back as a tree with self time, critical path and the origin of its error', async () => {
  await sendOtlp(platform.otlpHttp, 'traces', checkoutTrace(minute + 10_000), { encoding: 'zstd' });
  const trace = await until('the trace', STORED_WITHIN_MS, () => client('getTrace', { traceId: TRACE_ID }));
  expect(trace.durationMs).toBe(100);
  expect(
    trace.spans.map((span) => [
      '  '.repeat(span.depth) + span.name,
      span.entity.name,
      span.kind,
      span.startMs,
      span.durationMs,
      span.selfMs,
      span.onCriticalPath,
      span.errorOrigin,
    ]),
  ).toEqual([
    ['GET /checkout/1234567', 'shop/web', 'server', 0, 100, 20, true, false],
    ['  POST /cart', 'shop/web', 'client', 10, 80, 4, true, false],
    ['    POST /cart', 'shop/cart', 'server', 12, 76, 16, true, false],
    ['      render', 'shop/cart', 'internal', 15, 20, 20, true, false],
    ['      acquire connection', 'shop/cart', 'internal', 40, 40, 40, true, true],
  ]);
  const [failed] = trace.spans.filter(({ errorOrigin }) => errorOrigin);
  expect(failed).toMatchObject({
    status: 'error',
    statusMessage: 'timeout acquiring a connection',
    attributes: [{ key: 'test.leg', value: 'b000000000000003', kind: 'string' }],
  });
  const searched = await client('searchTraces', { last: 'PT1H', errorsOnly: true });
  expect(searched.items).toMatchObject([
    { traceId: TRACE_ID, rootName: 'GET /checkout/1234567', durationMs: 100, spans: 5, errors: 4, entities: 2 },
  ]);
  expect(searched.items[0]!.rootEntity.name).toBe('shop/web');
});

test('spans make the map: who calls whom, how often, and how much of it fails', async () => {
  const range = { from: new Date(minute).toISOString(), to: new Date(minute + MINUTE).toISOString() };
  const map = await until('the edge', STORED_WITHIN_MS, async () => {
    const topology = await client('getTopology', { ...range });
    return topology.edges.length > 0 && topology;
  });
  const names = new Map(map.nodes.map(({ id, name }) => [id, name]));
  expect(
    map.edges.map((edge) => [names.get(edge.from), names.get(edge.to), edge.requestsPerSecond, edge.errorShare]),
  ).toEqual([['shop/web', 'shop/cart', 1 / 60, 1]]);
  expect(map.edges[0]!.p95Ms).toBeGreaterThan(70);
  expect(map.edges[0]!.p95Ms).toBeLessThan(90);
  const cart = map.nodes.find(({ name }) => name === 'shop/cart');
  expect(cart).toMatchObject({ kind: 'service', version: '41', namespace: 'shop', requestsPerSecond: 1 / 60 });
  const requests = await client('queryRequests', { ...range, byOperation: true, step: 'PT1M' });
  expect(requests.items.map(({ entity, operation }) => `${entity.name} ${operation}`).sort()).toEqual([
    'shop/cart POST /cart',
    'shop/web GET /checkout/<ID>',
  ]);
});

test('a new version of a service is listed as a change', async () => {
  const later = { ...WEB, 'service.version': '8' };
  const record = { timeUnixNano: nanos(minute + 30_000), severityNumber: 9, body: 'started' };
  await sendOtlp(platform.otlpHttp, 'logs', logsOf(later, [record]));
  const changes = await until('the deploy', STORED_WITHIN_MS, async () => {
    const { items } = await client('listChanges', { last: 'PT1H' });
    return items.length > 0 && items;
  });
  expect(changes).toMatchObject([
    { kind: 'deploy', text: '7 to 8', entity: { name: 'shop/web' }, time: new Date(minute + 30_000).toISOString() },
  ]);
});
