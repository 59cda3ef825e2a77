import type { EntityId } from '@foreshock/model/entity.ts';
import { quantileOf } from '@foreshock/model/latency-bins.ts';
import type { SpanColumns } from '@foreshock/model/span-columns.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { decodeRequest } from '@foreshock/otlp/decode-request.ts';
import { encodeTraces } from '@foreshock/otlp/encode-traces.ts';
import type { Span } from '@foreshock/otlp/telemetry-to-send.ts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { createOperationNames } from './name-operation.ts';
import { rollUpSpans } from './roll-up-spans.ts';
import { weightOfTraceState } from './sampling-weight.ts';

const START = Date.parse('2026-11-22T03:00:00Z');
const CART = 'ent_cart' as EntityId;
const [INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER] = [1, 2, 3, 4, 5];

interface Draft {
  readonly kind?: number;
  readonly name?: string;
  /** Milliseconds after the start. */
  readonly from?: number;
  readonly took?: number;
  readonly failed?: boolean;
  readonly traceState?: string;
}

function columnsOf(drafts: readonly Draft[]): SpanColumns {
  const spans = drafts.map(
    ({ kind = SERVER, name = 'GET /', from = 0, took = 10, failed, traceState }, index): Span => ({
      traceId: Uint8Array.from({ length: 16 }, () => 1),
      spanId: Uint8Array.from({ length: 8 }, (_, at) => (at === 0 ? index + 1 : 1)),
      name,
      kind,
      startTimeUnixNano: BigInt(START + from) * 1_000_000n,
      endTimeUnixNano: BigInt(START + from + took) * 1_000_000n,
      ...(failed === true && { statusCode: 2 }),
      ...(traceState !== undefined && { traceState }),
    }),
  );
  const bytes = encodeTraces([{ resource: { 'service.name': 'cart' }, scopes: [{ records: spans }] }]);
  const decoded = decodeRequest('traces', 'protobuf', bytes, START);
  if (!decoded.ok || decoded.value.columns.signal !== 'traces') throw new Error('not decoded');
  return decoded.value.columns;
}

const rollUp = (drafts: readonly Draft[]) =>
  rollUpSpans(
    columnsOf(drafts),
    [CART],
    drafts.map(() => ''),
    createOperationNames(),
  );

test('spans of one minute, operation and side add up', () => {
  const [rollup, ...rest] = rollUp([{ took: 10 }, { took: 30, failed: true }, { took: 20 }]);
  expect(rest).toEqual([]);
  expect(rollup).toMatchObject({
    minute: START,
    entity: CART,
    operation: 'GET /',
    side: 'server',
    peer: '',
    count: 3,
    errors: 1,
    sampled: 3,
    sampledErrors: 1,
    durationSumMs: 60,
  });
  expect(quantileOf(rollup!.bins, 0.5)).toBeCloseTo(20, 0);
});

test('consumers count as servers, producers as clients, and internal spans nowhere', () => {
  const kinds = [INTERNAL, SERVER, CLIENT, PRODUCER, CONSUMER, 0, 17].map((kind) => ({ kind }));
  expect(rollUp(kinds).map(({ side, count }) => `${side} ${count}`)).toEqual(['server 2', 'client 2']);
});

test('a span counts in the minute in which it ended', () => {
  expect(rollUp([{ from: 0, took: 90_000 }]).map(({ minute }) => minute)).toEqual([START + MINUTE]);
});

test('a span that ends before it starts took no time', () => {
  expect(rollUp([{ from: 100, took: -50 }])[0]!.durationSumMs).toBe(0);
});

test('a sampled span stands for all that were not sent', () => {
  const [rollup] = rollUp([{ took: 10, traceState: 'ot=th:c', failed: true }]);
  expect(rollup).toMatchObject({ count: 4, errors: 4, sampled: 1, sampledErrors: 1, durationSumMs: 40 });
  expect([...rollup!.bins.values()]).toEqual([4]);
});

test('weights by the threshold in the trace state', () => {
  const cases: [string, number][] = [
    ['', 1],
    ['ot=th:0', 1],
    ['ot=th:8', 2],
    ['ot=th:c', 4],
    ['ot=rv:0123456789abcd;th:8', 2],
    ['vendor=x,ot=th:8', 2],
    ['ot=th:zz', 1],
    ['ot=th:123456789abcdef0', 1],
    ['other=th:8', 1],
  ];
  for (const [state, weight] of cases) expect(weightOfTraceState(state), state).toBeCloseTo(weight, 10);
});

test('the rollup of the parts added up is the rollup of the whole', () => {
  const draft = fc.record({
    kind: fc.integer({ min: 0, max: 5 }),
    name: fc.constantFrom('GET /', 'POST /cart', 'GET /order/12345'),
    from: fc.integer({ min: 0, max: 3 * MINUTE }),
    took: fc.integer({ min: 0, max: 5_000 }),
    failed: fc.boolean(),
  });
  const total = (drafts: readonly Draft[][]) => {
    const sums = new Map<string, [number, number, number]>();
    for (const rollup of drafts.flatMap(rollUp)) {
      const key = `${rollup.minute} ${rollup.side} ${rollup.operation}`;
      const [count, errors, durationMs] = sums.get(key) ?? [0, 0, 0];
      sums.set(key, [count + rollup.count, errors + rollup.errors, durationMs + rollup.durationSumMs]);
    }
    return sums;
  };
  fc.assert(
    fc.property(fc.array(draft, { maxLength: 20 }), fc.array(draft, { maxLength: 20 }), (left, right) => {
      expect(total([left, right])).toEqual(total([[...left, ...right]]));
    }),
    { numRuns: 50 },
  );
});

test('names with ids are one operation, and beyond two hundred they are others', () => {
  const names = createOperationNames();
  expect(['GET /user/1', 'GET /user/22'].map((name) => names.name(CART, name))).toEqual([
    'GET /user/<ID>',
    'GET /user/<ID>',
  ]);
  const words = Array.from({ length: 300 }, (_, index) =>
    String.fromCharCode(97 + (index % 26), 97 + Math.floor(index / 26)),
  );
  const named = words.map((word) => names.name(CART, word));
  expect(new Set(named).size).toBe(200);
  expect(named.at(-1)).toBe('other');
  expect(names.name(CART, words[0]!)).toBe(words[0]);
  expect(names.name('ent_web', 'of another entity')).toBe('of another entity');
});
