import type { Result } from '@foreshock/model/known-error.ts';
import type { OwnQuota } from '@foreshock/model/quota.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';

/** A request as it came, checked but not decoded. */
export interface ReceivedRequest {
  readonly tenant: TenantId;
  readonly signal: Signal;
  readonly format: 'protobuf' | 'json';
  readonly encoding: 'identity' | 'gzip' | 'zstd' | 'deflate';
  readonly receivedAt: Timestamp;
  /** Records that the check refused; the decoder refuses the same ones. */
  readonly refused: number;
  /** As received, still compressed. */
  readonly body: Uint8Array;
}

/** Totally ordered by `comparePositions`. The text form is safe in tokens and file names. */
export type StreamPosition = string & { readonly position: unique symbol };

export interface Delivery {
  readonly position: StreamPosition;
  readonly request: ReceivedRequest;
}

/** SHA-256 of a key in hex, with what it may do. Never the key. */
export interface AcceptedKey {
  readonly id: string;
  readonly hash: string;
  readonly tenant: TenantId;
  readonly signals: readonly Signal[];
  /** From then on it is refused; absent for one that does not expire. */
  readonly expiresAt?: Timestamp;
}

export interface AcceptedKeys {
  /** Another one in each list. */
  readonly issuedAt: Timestamp;
  readonly keys: readonly AcceptedKey[];
  /** Of the tenants that have set one of their own. */
  readonly quotas?: readonly { readonly tenant: TenantId; readonly quota: OwnQuota }[];
  /** The tenant of requests without a credential; absent where every request needs one. Loopback only. */
  readonly anonymous?: TenantId;
}

/** What the sending side (gateway) holds. */
export interface StreamPublisher {
  /** Resolves when the request is on disk (or on all in-sync replicas). Safe to call many times at once. */
  publish(request: ReceivedRequest): Promise<Result<StreamPosition>>;
  /** Called at once with the present list when there is one, and again on each change. */
  onAcceptedKeys(listener: (keys: AcceptedKeys) => void): void;
  close(): Promise<void>;
}

/** What the reading side (engine) holds. */
export interface StreamConsumer {
  /**
   * Calls `handle` for one delivery after another, in order, again after a crash for all that was not committed.
   * A handle that rejects is called again with the same delivery after a pause. Resolves after `close`.
   */
  consume(handle: (delivery: Delivery) => Promise<void>): Promise<void>;
  /** All up to and including `position` is in the store and synced; what it holds may be deleted after the replay margin. */
  commit(position: StreamPosition): Promise<Result<void>>;
  /** Whether `position` lies below what was committed, in this life or one before: it is not delivered again. */
  isCommitted(position: StreamPosition): boolean;
  publishAcceptedKeys(keys: AcceptedKeys): Promise<Result<void>>;
  /** Records and bytes that wait, and damage found so far. */
  backlog(): StreamBacklog;
  close(): Promise<void>;
}

export interface StreamBacklog {
  readonly requests: number;
  readonly bytes: number;
  readonly oldestReceivedAt: Timestamp | undefined;
  /** Ranges that could not be read, with the reason. */
  readonly damaged: readonly { readonly from: StreamPosition; readonly bytes: number; readonly reason: string }[];
}
