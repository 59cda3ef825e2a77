import type { ErrorCode } from './known-error.ts';
import type { Signal } from './telemetry.ts';
import type { TenantId } from './tenant.ts';
import type { Timestamp } from './time.ts';

export type QuarantineId = string & { readonly quarantineId: unique symbol };

/** A request that was accepted and cannot be stored: set aside as it came, sealed, until somebody decides. */
export interface QuarantinedRequest {
  readonly id: QuarantineId;
  readonly tenant: TenantId;
  readonly signal: Signal;
  readonly receivedAt: Timestamp;
  readonly setAsideAt: Timestamp;
  /** Why it was not stored the last time. Words of ours: nothing of what was sent. */
  readonly reason: { readonly code: ErrorCode; readonly message: string };
  /** `undefined` where it could not be decoded. */
  readonly records: number | undefined;
  /** As received, still compressed. */
  readonly sizeBytes: number;
  /** SHA-256 of it in hex, as it was received. */
  readonly hash: string;
  /** How often it was tried again since. */
  readonly retries: number;
}

/**
 * trying      no answer of the store yet; it is tried until there is one
 * unreadable  its file is damaged, or was sealed with another key
 */
export type RetryOutcome = 'stored' | 'refused' | 'trying' | 'unreadable';
