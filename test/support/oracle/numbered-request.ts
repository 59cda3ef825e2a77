// One request of the oracle: everything in it follows from its number, so that what is stored can be compared with what
// was sent without keeping what was sent.
import { createHash } from 'node:crypto';
import { encodeLogs } from '@foreshock/otlp/encode-logs.ts';
import { encodeMetrics } from '@foreshock/otlp/encode-metrics.ts';
import { encodeTraces } from '@foreshock/otlp/encode-traces.ts';
import { createRandom } from '@foreshock/simulator/random.ts';
import type { SentSignal } from '../send-otlp.ts';
import { CART, nanos } from '../shop-telemetry.ts';

export const MOST_RECORDS = 12;
/** Each request of metrics has a step of its own, so that its points can be told from all others by their time. */
export const STEP_MS = 10_000;
export const METRIC = 'oracle.points';

const SIGNALS: readonly SentSignal[] = ['logs', 'metrics', 'traces'];

export type Door = 'http-protobuf' | 'http-json' | 'grpc';

export interface NumberedRequest {
  readonly number: number;
  readonly signal: SentSignal;
  readonly records: number;
  readonly door: Door;
  /** Of the body; gRPC knows no zstd among its standard clients. */
  readonly encoding: 'identity' | 'gzip' | 'zstd';
  /** Its last bytes are cut off: it must be refused for good, and never be there. */
  readonly isBroken: boolean;
}

export function numberedRequest(seed: number, number: number): NumberedRequest {
  const random = createRandom(`${seed} ${number}`);
  const door = random.pick<Door>(['http-protobuf', 'http-json', 'grpc']);
  return {
    number,
    signal: SIGNALS[number % SIGNALS.length]!,
    records: random.whole(1, MOST_RECORDS),
    door,
    encoding: door === 'grpc' ? random.pick(['identity', 'gzip']) : random.pick(['identity', 'gzip', 'zstd']),
    isBroken: number % 25 === 7,
  };
}

/** What a record must say of itself. */
export function checkOf(number: number, index: number): string {
  return createHash('sha256').update(`${number} ${index}`).digest('hex').slice(0, 16);
}

/** Of a trace: its number, readable. */
export function traceIdOf(number: number): string {
  return `0c1e${number.toString(16).padStart(28, '0')}`;
}

/** Whole numbers from 1 to 997: twice one of them is told from once another by where it stands. */
export function pointValue(number: number, index: number): number {
  return 1 + ((number * 31 + index * 7) % 997);
}

/** `origin`: the time of request 0 in milliseconds, a whole multiple of STEP_MS. */
export function bodyOf(request: NumberedRequest, origin: number): Uint8Array {
  const { number, records, signal } = request;
  const indices = Array.from({ length: records }, (_, index) => index);
  const scopes = <T>(made: readonly T[]) => [{ resource: CART, scopes: [{ name: 'oracle', records: made }] }];
  const attributes = (index: number) => ({
    'oracle.request': number,
    'oracle.index': index,
    'oracle.check': checkOf(number, index),
  });
  if (signal === 'logs') {
    const time = nanos(origin) + BigInt(number) * 1_000n;
    const logs = indices.map((index) => ({
      timeUnixNano: time + BigInt(index),
      severityNumber: 9,
      body: `order ${number} took step ${index}`,
      attributes: attributes(index),
    }));
    return encodeLogs(scopes(logs));
  }
  if (signal === 'traces') {
    const start = nanos(origin) + BigInt(number) * 1_000_000n;
    const spans = indices.map((index) => ({
      traceId: Buffer.from(traceIdOf(number), 'hex'),
      spanId: Buffer.from((index + 1).toString(16).padStart(16, '0'), 'hex'),
      ...(index > 0 && { parentSpanId: Buffer.from('0000000000000001', 'hex') }),
      name: `oracle ${index}`,
      kind: 2,
      startTimeUnixNano: start + BigInt(index),
      endTimeUnixNano: start + 1_000_000n,
      attributes: attributes(index),
    }));
    return encodeTraces(scopes(spans));
  }
  const time = nanos(timeOfPoints(number, origin));
  const points = indices.map((index) => ({
    timeUnixNano: time,
    startTimeUnixNano: time - 1_000_000n,
    value: BigInt(pointValue(number, index)),
    attributes: { 'oracle.index': String(index) },
  }));
  return encodeMetrics(scopes([{ name: METRIC, type: 'sum', temporality: 1, monotonic: true, unit: '1', points }]));
}

/** The middle of the request's own step. Steps count backwards: nothing lies in the future. */
export function timeOfPoints(number: number, origin: number): number {
  return origin - Math.floor(number / SIGNALS.length) * STEP_MS + STEP_MS / 2;
}
