import type { Signal } from '@foreshock/model/telemetry.ts';
import type { DurationMs } from '@foreshock/model/time.ts';
import { ByteWriter } from './byte-writer.ts';
import { writeText, writeUint32 } from './encode-common.ts';
import type { OtlpFormat } from './protobuf-of.ts';

/** Some clients take an answer of more than 64 KiB for a failure; what helps a developer is shorter. */
const MAX_MESSAGE_LENGTH = 1_000;
const RETRY_INFO = 'type.googleapis.com/google.rpc.RetryInfo';
const BAD_REQUEST = 'type.googleapis.com/google.rpc.BadRequest';

export interface PartialSuccess {
  /** Log records, spans or data points; 0 with a message is a warning. */
  readonly refused: number;
  /** In English: why, and what to do. Cut at 1,000 characters. */
  readonly reason: string;
}

const refusedNames = {
  logs: 'rejectedLogRecords',
  metrics: 'rejectedDataPoints',
  traces: 'rejectedSpans',
} as const satisfies Record<Signal, string>;

const encoder = new TextEncoder();

/**
 * An Export*ServiceResponse. Without refusals and reason it is full success, whose `partial_success` must stay unset: no
 * byte in protobuf, `{}` in JSON.
 */
export function encodeExportAnswer(signal: Signal, format: OtlpFormat, partial?: PartialSuccess): Uint8Array {
  const isFull = partial === undefined || (partial.refused === 0 && partial.reason === '');
  if (format === 'json') {
    if (isFull) return encoder.encode('{}');
    const partialSuccess = {
      ...(partial.refused > 0 && { [refusedNames[signal]]: String(partial.refused) }),
      ...(partial.reason !== '' && { errorMessage: shortened(partial.reason) }),
    };
    return encoder.encode(JSON.stringify({ partialSuccess }));
  }
  const out = new ByteWriter();
  if (isFull) return out.written();
  out.byte(0x0a);
  const start = out.open();
  writeUint32(out, 0x08, partial.refused);
  writeText(out, 0x12, shortened(partial.reason));
  out.close(start);
  return out.written();
}

export interface StatusAnswer {
  /** A number of google.rpc.Code. */
  readonly code: number;
  /** For developers. Cut at 1,000 characters. */
  readonly message: string;
  /** When the same may be sent again: becomes a RetryInfo. */
  readonly retryAfterMs?: DurationMs;
  /** What of the request is wrong for ever: becomes a BadRequest that says the message of it. */
  readonly badField?: string;
}

/** A google.rpc.Status: the body of an HTTP answer that is no success, and gRPC's `grpc-status-details-bin`. */
export function encodeStatus(format: OtlpFormat, status: StatusAnswer): Uint8Array {
  const { code, retryAfterMs, badField } = status;
  const message = shortened(status.message);
  if (format === 'json') {
    const fieldViolations = [{ field: badField, description: message }];
    const details = [
      ...(retryAfterMs === undefined ? [] : [{ '@type': RETRY_INFO, retryDelay: delay(retryAfterMs) }]),
      ...(badField === undefined ? [] : [{ '@type': BAD_REQUEST, fieldViolations }]),
    ];
    return encoder.encode(JSON.stringify({ code, message, ...(details.length > 0 && { details }) }));
  }
  const out = new ByteWriter();
  writeUint32(out, 0x08, code);
  writeText(out, 0x12, message);
  if (retryAfterMs !== undefined) writeDetail(out, RETRY_INFO, () => writeRetryInfo(out, retryAfterMs));
  if (badField !== undefined) writeDetail(out, BAD_REQUEST, () => writeViolation(out, badField, message));
  return out.written();
}

/** A google.protobuf.Any among the details. */
function writeDetail(out: ByteWriter, type: string, write: () => void): void {
  out.byte(0x1a);
  const any = out.open();
  writeText(out, 0x0a, type);
  out.byte(0x12);
  const content = out.open();
  write();
  out.close(content);
  out.close(any);
}

/** The one FieldViolation of a BadRequest. */
function writeViolation(out: ByteWriter, field: string, description: string): void {
  out.byte(0x0a);
  const violation = out.open();
  writeText(out, 0x0a, field);
  writeText(out, 0x12, description);
  out.close(violation);
}

/** A google.rpc.RetryInfo by itself, for gRPC's `google.rpc.retryinfo-bin`. */
export function encodeRetryInfo(retryAfterMs: DurationMs): Uint8Array {
  const out = new ByteWriter();
  writeRetryInfo(out, retryAfterMs);
  return out.written();
}

function writeRetryInfo(out: ByteWriter, retryAfterMs: DurationMs): void {
  out.byte(0x0a);
  const duration = out.open();
  const wholeMs = Math.round(retryAfterMs);
  writeUint32(out, 0x08, Math.floor(wholeMs / 1_000));
  writeUint32(out, 0x10, (wholeMs % 1_000) * 1_000_000);
  out.close(duration);
}

/** A google.protobuf.Duration in JSON. */
function delay(retryAfterMs: DurationMs): string {
  return `${(retryAfterMs / 1_000).toFixed(3)}s`;
}

function shortened(message: string): string {
  return message.length <= MAX_MESSAGE_LENGTH ? message : `${message.slice(0, MAX_MESSAGE_LENGTH - 3)}...`;
}
