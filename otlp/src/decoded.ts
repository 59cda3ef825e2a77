import { failure, type KnownError, type Result } from '@foreshock/model/known-error.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import { MAX_BODY_BYTES, MAX_RECORDS } from './limits.ts';
import type { Refusals } from './refusals.ts';

/** What became of one request: the columns hold all records but the refused ones. */
export interface Decoded<T> {
  readonly columns: T;
  readonly refused: number;
  /** English sentences for the sender: why records were refused and what to do; also what was cut. */
  readonly reasons: readonly string[];
}

type Failed = { ok: false; error: KnownError };

/** The failure of a request as a whole, or `undefined`. `fault`: what the reader met first. */
export function requestFailure(signal: Signal, fault: string | undefined, refusals: Refusals): Failed | undefined {
  if (refusals.isOverfull) {
    const message = `${signal} request holds more than ${MAX_RECORDS} records; send smaller batches`;
    return failure('request-too-large', message);
  }
  return fault === undefined ? undefined : malformed(signal, fault);
}

export function malformed(signal: Signal, fault: string): Failed {
  return failure('request-malformed', `cannot decode the ${signal} request: ${fault}; check the exporter's encoding`);
}

/** Before a body is touched: offsets into it must fit into 32 bits. */
export function refuseHugeBody<T>(body: Uint8Array): Result<T> | undefined {
  if (body.length <= MAX_BODY_BYTES) return undefined;
  return failure(
    'request-too-large',
    `request of ${body.length} bytes exceeds ${MAX_BODY_BYTES}; send smaller batches`,
  );
}
