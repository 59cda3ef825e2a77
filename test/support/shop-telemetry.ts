// A small shop that tests send: who it is about is fixed, when it happened is handed in.
import { encodeLogs } from '@foreshock/otlp/encode-logs.ts';
import { encodeMetrics } from '@foreshock/otlp/encode-metrics.ts';
import { encodeTraces } from '@foreshock/otlp/encode-traces.ts';
import type { AttributesToSend, LogRecord, Metric, Span } from '@foreshock/otlp/telemetry-to-send.ts';

export const CART: AttributesToSend = {
  'service.name': 'cart',
  'service.version': '41',
  'k8s.cluster.name': 'test-eu',
  'k8s.namespace.name': 'shop',
  'k8s.deployment.name': 'cart',
  'k8s.pod.name': 'cart-7d4b9c6f5-x2x9z',
};
export const WEB: AttributesToSend = {
  'service.name': 'web',
  'service.version': '7',
  'k8s.cluster.name': 'test-eu',
  'k8s.namespace.name': 'shop',
  'k8s.deployment.name': 'web',
};

export function nanos(time: number): bigint {
  return BigInt(time) * 1_000_000n;
}

export function bytesOfHex(hex: string): Uint8Array {
  return Uint8Array.from(Buffer.from(hex, 'hex'));
}

export function logsOf(resource: AttributesToSend, records: readonly LogRecord[]): Uint8Array {
  return encodeLogs([{ resource, scopes: [{ name: 'test', version: '1', records }] }]);
}

export function metricsOf(resource: AttributesToSend, records: readonly Metric[]): Uint8Array {
  return encodeMetrics([{ resource, scopes: [{ name: 'test', records }] }]);
}

export const TRACE_ID = '0af7651916cd43dd8448eb211c80319c';

/** Milliseconds after `start`. */
interface Leg {
  readonly id: string;
  readonly parent?: string;
  readonly from: number;
  readonly to: number;
  readonly kind: number;
  readonly name: string;
  readonly failed?: boolean;
}

const ERROR = 2;
const SERVER = 2;
const CLIENT = 3;
const INTERNAL = 1;

function spansOf(traceId: string, start: number, legs: readonly Leg[]): Span[] {
  return legs.map((leg) => ({
    traceId: bytesOfHex(traceId),
    spanId: bytesOfHex(leg.id),
    ...(leg.parent !== undefined && { parentSpanId: bytesOfHex(leg.parent) }),
    name: leg.name,
    kind: leg.kind,
    startTimeUnixNano: nanos(start + leg.from),
    endTimeUnixNano: nanos(start + leg.to),
    attributes: { 'test.leg': leg.id },
    ...(leg.failed === true && { statusCode: ERROR, statusMessage: 'timeout acquiring a connection' }),
  }));
}

/**
 * One request of 100 ms: `web` answers it, calls `cart` from 10 to 90, which renders for 20 ms and then waits for 40 ms,
 * and that wait fails.
 */
export function checkoutTrace(start: number, traceId = TRACE_ID): Uint8Array {
  const web = spansOf(traceId, start, [
    { id: 'a000000000000001', from: 0, to: 100, kind: SERVER, name: 'GET /checkout/1234567', failed: true },
    {
      id: 'a000000000000002',
      parent: 'a000000000000001',
      from: 10,
      to: 90,
      kind: CLIENT,
      name: 'POST /cart',
      failed: true,
    },
  ]);
  const cart = spansOf(traceId, start, [
    {
      id: 'b000000000000001',
      parent: 'a000000000000002',
      from: 12,
      to: 88,
      kind: SERVER,
      name: 'POST /cart',
      failed: true,
    },
    { id: 'b000000000000002', parent: 'b000000000000001', from: 15, to: 35, kind: INTERNAL, name: 'render' },
    {
      id: 'b000000000000003',
      parent: 'b000000000000001',
      from: 40,
      to: 80,
      kind: INTERNAL,
      name: 'acquire connection',
      failed: true,
    },
  ]);
  return encodeTraces([
    { resource: WEB, scopes: [{ name: 'test', records: web }] },
    { resource: CART, scopes: [{ name: 'test', records: cart }] },
  ]);
}
