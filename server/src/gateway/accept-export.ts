import { failure, type KnownError, type Result, success } from '@foreshock/model/known-error.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { DurationMs } from '@foreshock/model/time.ts';
import type { CheckedRequest } from '@foreshock/otlp/check-request.ts';
import type { OtlpFormat } from '@foreshock/otlp/protobuf-of.ts';
import { type Clock, startStopwatch } from '../base/clock.ts';
import type { ContentEncoding } from '../base/compression.ts';
import type { BodyPool, ReadBodyOptions } from '../base/net/read-body.ts';
import { timedOut, withTimeout } from '../base/schedule.ts';
import type { StreamPublisher } from '../stream/telemetry-stream.ts';
import type { Admission, Sender } from './admit.ts';
import type { ByteBudget, Reservation } from './byte-budget.ts';
import type { CheckAnswer, CheckCall } from './check-export.ts';
import { withClockWarning } from './clock-warning.ts';
import type { FairQueue } from './fair-queue.ts';
import type { GatewayTelemetry } from './gateway-telemetry.ts';
import type { PoisonWatch } from './poison-watch.ts';
import type { QuotaGate, QuotaPass } from './quota-gate.ts';

/** A request of any protocol. */
export interface IncomingExport {
  readonly signal: Signal;
  readonly format: OtlpFormat;
  readonly sender: Sender;
  /** How long the sender waits; absent when it does not say. */
  readonly timeoutMs?: DurationMs | undefined;
  /** Called once, when the sender is admitted. */
  readonly read: (options: ReadOptions) => Promise<Result<ReadExport>>;
}

export type ReadOptions = Pick<ReadBodyOptions, 'pool' | 'limitBytes' | 'reserve'>;

export interface ReadExport {
  readonly encoding: ContentEncoding;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** With `ok` all that is not `refused` is on disk. */
export type AcceptExport = (incoming: IncomingExport) => Promise<Result<CheckedRequest>>;

export interface AcceptOptions {
  readonly admission: Admission;
  readonly budget: ByteBudget;
  readonly quotas: QuotaGate;
  /** In which order checks, and with them writes to the journal, are done. Costs are bytes. */
  readonly turns: FairQueue;
  readonly pool: BodyPool;
  readonly check: (call: CheckCall) => Promise<CheckAnswer>;
  /** `undefined` while the stream is being opened or closed. */
  readonly findPublisher: () => StreamPublisher | undefined;
  readonly poison: PoisonWatch;
  readonly clock: Clock;
  readonly telemetry: GatewayTelemetry;
  readonly maxRequestBytes: number;
  readonly answerTimeoutMs: DurationMs;
}

const STARTING = failure('starting', 'gateway is starting or stopping; send the request again');
const OVERLOADED: KnownError = {
  code: 'gateway-overloaded',
  message: 'too many bytes are in flight; send the request again',
};
/** A request without content costs a thread about as much as so many bytes. */
const REQUEST_COST_BYTES = 4_096;
const NOTHING: CheckedRequest = { records: 0, refused: 0, reason: '', latestTime: 0 };

/**
 * Admit, reserve, read, check, publish. It never judges before it has to: a sender without a key or over its quota is
 * refused before its body is read, and a body too large before memory is taken for it.
 */
export function createAcceptExport(options: AcceptOptions): AcceptExport {
  const { admission, budget, pool, findPublisher, maxRequestBytes, answerTimeoutMs, telemetry } = options;
  return async (incoming) => {
    const elapsed = startStopwatch();
    const publisher = findPublisher();
    const tenant = publisher === undefined ? STARTING : admission.admit(incoming.signal, incoming.sender);
    if (publisher === undefined || !tenant.ok) {
      const refused = tenant.ok ? STARTING : tenant;
      telemetry.answered(incoming.signal, undefined, refused, elapsed());
      return refused;
    }
    const outcome = await accept(incoming, tenant.value, publisher);
    telemetry.answered(incoming.signal, tenant.value, outcome, elapsed());
    return outcome;
  };

  async function accept(
    incoming: IncomingExport,
    tenant: TenantId,
    publisher: StreamPublisher,
  ): Promise<Result<CheckedRequest>> {
    const pass = options.quotas.open(tenant);
    if (!pass.ok) return pass;
    const reservation = budget.open(tenant);
    const reserve = (totalBytes: number): KnownError | undefined => {
      const overQuota = pass.value.reserveBytes(totalBytes);
      if (overQuota !== undefined) return overQuota;
      return reservation.grow(totalBytes) ? undefined : OVERLOADED;
    };
    const read = await incoming.read({ pool, limitBytes: maxRequestBytes, reserve });
    if (!read.ok) {
      reservation.release();
      pass.value.release();
      return read;
    }
    const { length } = read.value.body;
    pass.value.countBytes(length);
    telemetry.received(incoming.signal, length);
    const { publish } = publisher;
    const keeping = keep({ incoming, read: read.value, reservation, pass: pass.value, publish, tenant });
    const waitMs = Math.min(answerTimeoutMs, incoming.timeoutMs ?? answerTimeoutMs);
    const kept = await withTimeout(keeping, waitMs);
    // It may still reach the disk: the same bytes sent again are then answered at once.
    return kept === timedOut ? failure('stream-unavailable', 'request is not yet on disk; send it again') : kept;
  }

  async function keep(work: KeepWork): Promise<Result<CheckedRequest>> {
    let { body } = work.read;
    try {
      const { signal, format } = work.incoming;
      const { encoding } = work.read;
      if (body.length === 0 && encoding === 'identity') return success(NOTHING);
      const call = { signal, format, encoding, body, maxBytes: maxRequestBytes };
      const cost = REQUEST_COST_BYTES + body.length;
      const answer = await options.turns.run(work.tenant, cost, () => options.check(call));
      body = answer.body;
      if (answer.thrown !== undefined) return options.poison.judge(body, answer.thrown);
      if (!answer.checked.ok) return answer.checked;

      const { records, refused } = answer.checked.value;
      work.pass.countRecords(records);
      if (records === refused) return answer.checked;
      const receivedAt = options.clock.now();
      const published = await work.publish({
        tenant: work.tenant,
        signal,
        format,
        encoding,
        receivedAt,
        refused,
        body,
      });
      return published.ok ? success(withClockWarning(answer.checked.value, receivedAt)) : published;
    } finally {
      work.reservation.release();
      work.pass.release();
      pool.give(body);
    }
  }
}

interface KeepWork {
  readonly incoming: IncomingExport;
  readonly read: ReadExport;
  readonly reservation: Reservation;
  readonly pass: QuotaPass;
  readonly publish: StreamPublisher['publish'];
  readonly tenant: TenantId;
}
