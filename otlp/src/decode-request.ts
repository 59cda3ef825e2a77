import type { Result } from '@foreshock/model/known-error.ts';
import type { Signal, TelemetryColumns } from '@foreshock/model/telemetry.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { decodeLogs } from './decode-logs.ts';
import { decodeMetrics } from './decode-metrics.ts';
import { decodeTraces } from './decode-traces.ts';
import { type Decoded, refuseHugeBody } from './decoded.ts';
import { type OtlpFormat, protobufOf } from './protobuf-of.ts';

/**
 * One export request as columns.
 *
 * body         decompressed; the columns may keep slices of it, so it belongs to them from now on
 * receivedAt   stands in where a record has no time
 * errors       `request-malformed`, `request-too-large`
 */
export function decodeRequest(
  signal: Signal,
  format: OtlpFormat,
  body: Uint8Array,
  receivedAt: Timestamp,
): Result<Decoded<TelemetryColumns>> {
  const huge = refuseHugeBody<Decoded<TelemetryColumns>>(body);
  if (huge) return huge;
  const protobuf = protobufOf(signal, format, body);
  if (!protobuf.ok) return protobuf;
  switch (signal) {
    case 'logs':
      return decodeLogs(protobuf.value, receivedAt);
    case 'traces':
      return decodeTraces(protobuf.value, receivedAt);
    case 'metrics':
      return decodeMetrics(protobuf.value, receivedAt);
  }
}
