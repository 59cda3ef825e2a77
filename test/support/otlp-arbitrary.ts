import fc from 'fast-check';

/**
 * Export requests as plain objects for `encodeWithLibrary`: all kinds of values and metrics, hostile keys and times, and
 * some records that must be refused.
 */
type Message = Record<string, unknown>;

const hostileKeys = [
  '__proto__',
  'constructor',
  'constructor.prototype',
  'toString',
  '',
  'a.b[0]',
  "' or 1=1 --",
  '$where',
];
const hostileTexts = [
  '\u0000',
  '\u202eabc',
  '\u001b[31m',
  'line\r\nline',
  '"\\',
  'x'.repeat(300),
  '\ud83d\ude80',
  '<img>',
];
const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 24 }) },
  fc.string({ unit: 'binary', maxLength: 8 }),
  fc.constantFrom(...hostileTexts),
);
const key = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom('service.name', 'http.route', 'k') },
  fc.constantFrom(...hostileKeys),
  text,
);
const int64 = fc
  .oneof(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.bigInt({ min: -300n, max: 20_000n }))
  .map(String);
const time = fc
  .oneof(
    fc.constantFrom(0n, 1n, 2n ** 63n - 1n, 2n ** 64n - 1n),
    fc.bigInt({ min: 1_600_000_000_000_000_000n, max: 1_900_000_000_000_000_000n }),
  )
  .map(String);
const count = fc.oneof(fc.nat(200), fc.maxSafeNat()).map(String);
const double = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, -0, 1e21, 5e-324));
const uint32 = fc.nat(0xffff_ffff);

function bytes(length: number): fc.Arbitrary<Uint8Array> {
  return fc.uint8Array({ minLength: length, maxLength: length });
}
/** Mostly right; sometimes absent, of a wrong length, or all zero. */
function id(length: number): fc.Arbitrary<Uint8Array | undefined> {
  return fc.oneof(
    { weight: 12, arbitrary: bytes(length) },
    fc.constantFrom(undefined, new Uint8Array(length), new Uint8Array(length - 1).fill(7), new Uint8Array(1)),
  );
}

const { anyValue } = fc.letrec<{ anyValue: Message; keyValue: Message }>((tie) => ({
  anyValue: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.constant({}),
    text.map((stringValue) => ({ stringValue })),
    fc.boolean().map((boolValue) => ({ boolValue })),
    int64.map((intValue) => ({ intValue })),
    double.map((doubleValue) => ({ doubleValue })),
    fc.uint8Array({ maxLength: 7 }).map((bytesValue) => ({ bytesValue })),
    fc.array(tie('anyValue'), { maxLength: 3 }).map((values) => ({ arrayValue: { values } })),
    fc.array(tie('keyValue'), { maxLength: 3 }).map((values) => ({ kvlistValue: { values } })),
  ),
  keyValue: fc.record({ key, value: tie('anyValue') }),
}));

const keyValue = fc.record({ key, value: anyValue }, { requiredKeys: ['key'] });
const attributes = fc.array(keyValue, { maxLength: 5 });

function maybe(fields: Record<string, fc.Arbitrary<unknown>>): fc.Arbitrary<Message> {
  return fc.record(fields, { requiredKeys: [] }).map(withoutUndefined);
}
function withoutUndefined(message: Message): Message {
  return Object.fromEntries(Object.entries(message).filter(([, value]) => value !== undefined));
}

function groups(
  request: string,
  scopes: string,
  records: string,
  record: fc.Arbitrary<Message>,
): fc.Arbitrary<Message> {
  const scope = maybe({
    scope: maybe({ name: text, version: text, attributes, droppedAttributesCount: uint32 }),
    [records]: fc.array(record, { maxLength: 4 }),
    schemaUrl: text,
  });
  const resource = maybe({
    resource: maybe({ attributes, droppedAttributesCount: uint32, entityRefs: fc.constant([{ type: 'host' }]) }),
    [scopes]: fc.array(scope, { maxLength: 3 }),
    schemaUrl: text,
  });
  return fc.array(resource, { maxLength: 3 }).map((list) => ({ [request]: list }));
}

const logRecord = maybe({
  timeUnixNano: time,
  observedTimeUnixNano: time,
  severityNumber: fc.oneof(fc.integer({ min: 0, max: 24 }), fc.constantFrom(25, 300, -1, 2 ** 31 - 1)),
  severityText: text,
  eventName: text,
  body: anyValue,
  attributes,
  droppedAttributesCount: uint32,
  flags: uint32,
  traceId: id(16),
  spanId: id(8),
});

const span = fc
  .record({
    traceId: id(16),
    spanId: id(8),
    rest: maybe({
      parentSpanId: id(8),
      traceState: text,
      name: text,
      kind: fc.constantFrom(0, 1, 2, 3, 4, 5, 6, 255, 256, -1),
      startTimeUnixNano: time,
      endTimeUnixNano: time,
      attributes,
      events: fc.array(maybe({ timeUnixNano: time, name: text, attributes, droppedAttributesCount: uint32 }), {
        maxLength: 3,
      }),
      links: fc.array(maybe({ traceId: id(16), spanId: id(8), traceState: text, attributes, flags: uint32 }), {
        maxLength: 2,
      }),
      status: maybe({ message: text, code: fc.constantFrom(0, 1, 2, 3, -1) }),
      flags: uint32,
    }),
  })
  .map(({ traceId, spanId, rest }) => withoutUndefined({ traceId, spanId, ...rest }));

const exemplar = fc
  .tuple(
    maybe({ timeUnixNano: time, spanId: id(8), traceId: id(16), filteredAttributes: attributes }),
    fc.oneof(
      double.map((asDouble) => ({ asDouble })),
      int64.map((asInt) => ({ asInt })),
      fc.constant({}),
    ),
  )
  .map(([rest, value]) => ({ ...rest, ...value }));
const exemplars = fc.array(exemplar, { maxLength: 2 });
const shared = { attributes, startTimeUnixNano: time, timeUnixNano: time, flags: fc.constantFrom(0, 1, 3) };
const numberPoint = fc
  .tuple(
    maybe({ ...shared, exemplars }),
    fc.oneof(
      double.map((asDouble) => ({ asDouble })),
      int64.map((asInt) => ({ asInt })),
      fc.constant({}),
    ),
  )
  .map(([rest, value]) => ({ ...rest, ...value }));
const histogramPoint = fc
  .record({
    rest: maybe({ ...shared, exemplars, count, sum: double, min: double, max: double }),
    bounds: fc.array(double, { maxLength: 5 }),
    surplus: fc.constantFrom(1, 1, 1, 0),
    counts: fc.array(count, { minLength: 6, maxLength: 6 }),
  })
  .map(({ rest, bounds, surplus, counts }) => ({
    ...rest,
    explicitBounds: bounds,
    bucketCounts: counts.slice(0, bounds.length + surplus),
  }));
const side = maybe({
  offset: fc.oneof(fc.integer({ min: -20, max: 20 }), fc.integer()),
  bucketCounts: fc.array(count, { maxLength: 5 }),
});
const exponentialPoint = maybe({
  ...shared,
  exemplars,
  count,
  sum: double,
  scale: fc.oneof(fc.integer({ min: -10, max: 20 }), fc.integer()),
  zeroCount: count,
  positive: side,
  negative: side,
  zeroThreshold: double,
});
const summaryPoint = maybe({
  ...shared,
  count,
  sum: double,
  quantileValues: fc.array(maybe({ quantile: fc.double({ min: 0, max: 1, noNaN: true }), value: double }), {
    maxLength: 4,
  }),
});
const temporality = fc.constantFrom(0, 1, 2, 3);
function points(point: fc.Arbitrary<Message>): fc.Arbitrary<Message[]> {
  return fc.array(point, { maxLength: 3 });
}
const data = fc.oneof(
  maybe({ dataPoints: points(numberPoint) }).map((gauge) => ({ gauge })),
  maybe({ dataPoints: points(numberPoint), aggregationTemporality: temporality, isMonotonic: fc.boolean() }).map(
    (sum) => ({ sum }),
  ),
  maybe({ dataPoints: points(histogramPoint), aggregationTemporality: temporality }).map((histogram) => ({
    histogram,
  })),
  maybe({ dataPoints: points(exponentialPoint), aggregationTemporality: temporality }).map((exponentialHistogram) => ({
    exponentialHistogram,
  })),
  maybe({ dataPoints: points(summaryPoint) }).map((summary) => ({ summary })),
  fc.constant({}),
);
const metric = fc
  .tuple(maybe({ name: text, description: text, unit: text, metadata: attributes }), data)
  .map(([names, content]): Message => ({ ...names, ...content }));

export const arbitraryRequests = {
  logs: groups('resourceLogs', 'scopeLogs', 'logRecords', logRecord),
  traces: groups('resourceSpans', 'scopeSpans', 'spans', span),
  metrics: groups('resourceMetrics', 'scopeMetrics', 'metrics', metric),
};

export const requestNames = {
  logs: 'ExportLogsServiceRequest',
  traces: 'ExportTraceServiceRequest',
  metrics: 'ExportMetricsServiceRequest',
} as const;
