/**
 * Nanoseconds of CPU per record for our OTLP decoders, the check of the gateway and our encoders, against protobufjs on
 * the same bytes, in one run. Rounds of the ways take turns; the median counts.
 *
 *   node benchmarks/otlp-decode.ts [records per request, default 1000]
 */
import type { Signal } from '@foreshock/model/telemetry.ts';
import { checkRequest } from '@foreshock/otlp/check-request.ts';
import { decodeRequest } from '@foreshock/otlp/decode-request.ts';
import { encodeLogs } from '@foreshock/otlp/encode-logs.ts';
import { encodeMetrics } from '@foreshock/otlp/encode-metrics.ts';
import { encodeTraces } from '@foreshock/otlp/encode-traces.ts';
import type { LogRecord, Metric, Span } from '@foreshock/otlp/telemetry-to-send.ts';
import { otlpType } from '../test/support/otlp-proto.ts';

const ROUNDS = 15;
/** Long enough that the clock's grain and one garbage collection do not decide a round. */
const RECORDS_PER_ROUND = 100_000;
const START = 1_700_000_000_000_000_000n;
const records = Number(process.argv[2] ?? 1_000);

const resource = {
  'service.name': 'checkout',
  'service.version': '2.14.1',
  'k8s.namespace.name': 'shop',
  'k8s.pod.name': 'checkout-7d9f8b6c5-x2x9p',
  'k8s.node.name': 'node-17',
  'host.arch': 'amd64',
};

function grouped<T>(list: readonly T[]) {
  return [{ resource, scopes: [{ name: 'io.opentelemetry.demo', version: '1.0.0', records: list }] }];
}

/** Bytes that look random and are the same in each run. */
function id(seed: number, length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => ((seed + 1) * 2_654_435_761 + i * 40_503 * (seed + 7)) >>> 13);
}

function logRecord(i: number): LogRecord {
  return {
    timeUnixNano: START + BigInt(i) * 1_234_567n,
    observedTimeUnixNano: START + BigInt(i) * 1_234_567n + 5_000n,
    severityNumber: i % 10 === 0 ? 17 : 9,
    severityText: i % 10 === 0 ? 'ERROR' : 'INFO',
    body: `request ${i * 7_919} handled by worker ${i % 32} in ${(i * 37) % 900} ms, status 200, upstream cart-service`,
    attributes: {
      'http.request.method': 'POST',
      'http.response.status_code': 200,
      'url.path': '/api/v2/cart/items',
      'thread.name': `worker-${i % 32}`,
      'log.logger': 'com.shop.checkout.CartController',
      'user_agent.original': 'Mozilla/5.0 (X11; Linux x86_64)',
    },
    traceId: id(i, 16),
    spanId: id(i, 8),
    flags: 1,
  };
}

function span(i: number): Span {
  return {
    traceId: id(i >> 3, 16),
    spanId: id(i, 8),
    parentSpanId: id(i + 1, 8),
    name: 'POST /api/v2/cart/items',
    kind: 2,
    startTimeUnixNano: START + BigInt(i) * 1_000_003n,
    endTimeUnixNano: START + BigInt(i) * 1_000_003n + 7_654_321n,
    attributes: {
      'http.request.method': 'POST',
      'http.response.status_code': 200,
      'url.path': '/api/v2/cart/items',
      'server.address': 'cart.shop.svc.cluster.local',
      'server.port': 8080,
      'network.peer.address': `10.4.${i % 256}.17`,
      'thread.id': i % 64,
    },
    statusCode: i % 50 === 0 ? 2 : 0,
    flags: 257,
    ...(i % 50 === 0 && {
      events: [
        {
          timeUnixNano: START,
          name: 'exception',
          attributes: { 'exception.type': 'TimeoutError', 'exception.message': 'upstream timed out' },
        },
      ],
    }),
  };
}

function metric(i: number): Metric {
  const shared = {
    timeUnixNano: START,
    startTimeUnixNano: START - 60_000_000_000n,
    attributes: { 'http.request.method': 'POST', 'http.route': `/api/${i % 40}`, 'server.port': 8080 },
  };
  if (i % 4 === 0) {
    const counts = Array.from({ length: 15 }, (_, k) => (i * k) % 97);
    const bounds = Array.from({ length: 14 }, (_, k) => 5 * 2 ** k);
    const points = Array.from({ length: 10 }, () => ({ ...shared, count: 4_000, sum: 1_234.5, counts, bounds }));
    return { name: `http.server.duration.${i}`, unit: 'ms', type: 'histogram', temporality: 2, points };
  }
  const points = Array.from({ length: 10 }, (_, k) => ({ ...shared, value: i * 1.5 + k }));
  return { name: `process.runtime.memory.${i}`, unit: 'By', type: 'sum', temporality: 2, monotonic: true, points };
}

function list<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i));
}

/** CPU nanoseconds per record of each way, the ways taking turns in each round. */
function measure(ways: Record<string, () => void>): Record<string, number> {
  const calls = Math.ceil(RECORDS_PER_ROUND / records);
  const times = new Map(Object.keys(ways).map((name) => [name, [] as number[]]));
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, way] of Object.entries(ways)) {
      const before = process.cpuUsage();
      for (let call = 0; call < calls; call++) way();
      const used = process.cpuUsage(before);
      times.get(name)!.push(((used.user + used.system) * 1_000) / (calls * records));
    }
  }
  const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1]!;
  return Object.fromEntries([...times].map(([name, values]) => [name, median(values)]));
}

function report(signal: Signal, messageName: string, encode: () => Uint8Array): void {
  const body = encode();
  const library = otlpType(messageName);
  const ns = measure({
    decode: () => {
      if (!decodeRequest(signal, 'protobuf', body, 0).ok) throw new Error('not decoded');
    },
    check: () => {
      if (!checkRequest(signal, 'protobuf', body).ok) throw new Error('not checked');
    },
    encode: () => {
      encode();
    },
    library: () => {
      library.decode(body);
    },
  });
  const ratio = (ns.library! / ns.decode!).toFixed(1);
  console.log(
    `${signal}: ${Math.round(body.length / records)} B/record; decode ${ns.decode!.toFixed(0)} ns, check ` +
      `${ns.check!.toFixed(0)} ns, encode ${ns.encode!.toFixed(0)} ns, protobufjs decode ${ns.library!.toFixed(0)} ns; ` +
      `ratio protobufjs / ours ${ratio}`,
  );
}

console.log(`${records} records per request, CPU time, median of ${ROUNDS} rounds`);
const logs = grouped(list(records, logRecord));
report('logs', 'ExportLogsServiceRequest', () => encodeLogs(logs));
const spans = grouped(list(records, span));
report('traces', 'ExportTraceServiceRequest', () => encodeTraces(spans));
const metrics = grouped(list(records / 10, metric));
report('metrics', 'ExportMetricsServiceRequest', () => encodeMetrics(metrics));
