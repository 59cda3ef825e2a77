import { failure, type KnownError, type Result, success } from '@foreshock/model/known-error.ts';
import { type OwnQuota, QUOTA_BURST_SECONDS, type Quota } from '@foreshock/model/quota.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { SECOND } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import { createTokenBucket, type TokenBucket } from '../base/token-bucket.ts';

/** What one request uses of its project's quota. */
export interface QuotaPass {
  /** Asked with all bytes of the body so far, before they are read; `undefined` lets them come. */
  reserveBytes(totalBytes: number): KnownError | undefined;
  /** The body as it was; what was reserved beyond it is given back. */
  countBytes(bytes: number): void;
  /** Known only after the check: until then records are estimated from the bytes. Too many keep out the next request. */
  countRecords(records: number): void;
  /** The request has ended; what was reserved and not counted is given back. May be called twice. */
  release(): void;
}

/** Keeps each project within its quota, so that it cannot keep out the others. */
export interface QuotaGate {
  /** What some projects have set of their own; all others have the defaults. */
  accept(quotas: ReadonlyMap<TenantId, OwnQuota>): void;
  /** Before anything of a request is read: `quota-requests-exceeded`, `quota-records-exceeded`, `quota-bytes-exceeded`. */
  open(tenant: TenantId): Result<QuotaPass>;
}

/** Of the records per byte: some ten requests make most of it, so that one odd request changes little. */
const LEARNING_RATE = 0.2;

interface Account {
  readonly quota: Quota;
  readonly bytes: TokenBucket;
  readonly records: TokenBucket;
  /** Of the requests before; 0 while there was none. Else many requests at once would all pass before one is counted. */
  recordsPerByte: number;
  /** Shared with the accounts before and after it: requests on their way outlive a change of the quota. */
  readonly inFlight: { count: number };
}

export function createQuotaGate(clock: Clock, defaults: Quota): QuotaGate {
  const accounts = new Map<TenantId, Account>();
  let own: ReadonlyMap<TenantId, OwnQuota> = new Map();

  const accountOf = (tenant: TenantId): Account => {
    const quota = { ...defaults, ...own.get(tenant) };
    const known = accounts.get(tenant);
    if (known !== undefined && isSame(known.quota, quota)) return known;
    const account = createAccount(quota, known?.inFlight ?? { count: 0 });
    accounts.set(tenant, account);
    return account;
  };

  return {
    accept: (quotas) => {
      own = quotas;
    },
    open: (tenant) => {
      const account = accountOf(tenant);
      const { quota, bytes, records, inFlight } = account;
      const now = clock.now();
      if (inFlight.count >= quota.requestsInFlight) {
        return over('quota-requests-exceeded', tenant, `${quota.requestsInFlight} requests at the same time`);
      }
      if (!records.has(1, now)) {
        return over('quota-records-exceeded', tenant, `${quota.recordsPerSecond} records per second`);
      }
      // gRPC and chunked bodies say their length later: who is in debt need not even say it.
      if (!bytes.has(1, now)) return tooManyBytes(tenant, quota);
      inFlight.count += 1;
      return success(openPass(tenant, account, clock));
    },
  };
}

function createAccount(quota: Quota, inFlight: { count: number }): Account {
  const burstMs = QUOTA_BURST_SECONDS * SECOND;
  return {
    quota,
    inFlight,
    recordsPerByte: 0,
    bytes: createTokenBucket({ perSecond: quota.bytesPerSecond, burstMs }),
    records: createTokenBucket({ perSecond: quota.recordsPerSecond, burstMs }),
  };
}

function openPass(tenant: TenantId, account: Account, clock: Clock): QuotaPass {
  const { quota, bytes, records, inFlight } = account;
  let reserved = 0;
  let reservedRecords = 0;
  let counted = 0;
  let isOpen = true;
  return {
    reserveBytes: (totalBytes) => {
      const more = Math.max(0, totalBytes - reserved);
      if (!bytes.has(more, clock.now())) return tooManyBytes(tenant, quota).error;
      bytes.take(more, clock.now());
      reserved += more;
      // Never more than a second of the rate: an estimate must not shut out who keeps to the quota.
      const estimate = Math.min(Math.floor(totalBytes * account.recordsPerByte), quota.recordsPerSecond);
      records.take(estimate - reservedRecords, clock.now());
      reservedRecords = estimate;
      return undefined;
    },
    countBytes: (count) => {
      bytes.take(count - reserved, clock.now());
      reserved = 0;
      counted = count;
    },
    countRecords: (count) => {
      records.take(count - reservedRecords, clock.now());
      reservedRecords = 0;
      if (counted > 0) account.recordsPerByte += (count / counted - account.recordsPerByte) * LEARNING_RATE;
    },
    release: () => {
      if (!isOpen) return;
      isOpen = false;
      inFlight.count -= 1;
      bytes.take(-reserved, clock.now());
      records.take(-reservedRecords, clock.now());
    },
  };
}

function tooManyBytes(tenant: TenantId, { bytesPerSecond }: Quota) {
  return over('quota-bytes-exceeded', tenant, `${bytesPerSecond} bytes per second`);
}

type OverQuota = 'quota-requests-exceeded' | 'quota-records-exceeded' | 'quota-bytes-exceeded';

/** Without a time: the answer then names 1 to 5 s by chance, so that senders refused together come back apart. */
function over(code: OverQuota, tenant: TenantId, quota: string): { ok: false; error: KnownError } {
  return failure(code, `project ${tenant} is over its quota of ${quota}; send the request again, or raise the quota`);
}

function isSame(left: Quota, right: Quota): boolean {
  return (
    left.bytesPerSecond === right.bytesPerSecond &&
    left.recordsPerSecond === right.recordsPerSecond &&
    left.requestsInFlight === right.requestsInFlight
  );
}
