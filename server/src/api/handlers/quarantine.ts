import { type Result, success } from '@foreshock/model/known-error.ts';
import type { QuarantinedRequest, RetryOutcome } from '@foreshock/model/quarantine.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { type DurationMs, formatTime } from '@foreshock/model/time.ts';
import type { Handlers } from '../execute-operation.ts';

/** What ingest knows of requests that cannot be stored. */
export interface QuarantineSource {
  /** Of a project, oldest first. */
  list(tenant: TenantId): readonly QuarantinedRequest[];
  room(tenant: TenantId): { readonly usedBytes: number; readonly maxBytes: number };
  /** Of a project, since the start. */
  lost(
    tenant: TenantId,
  ): readonly { readonly signal: Signal; readonly reason: 'no-room' | 'expired'; readonly requests: number }[];
  retry(tenant: TenantId, id: string): Promise<Result<{ readonly outcome: RetryOutcome; readonly reason: string }>>;
  discard(tenant: TenantId, id: string): Promise<Result<void>>;
  readonly keepMs: DurationMs;
}

export function quarantineHandlers(
  quarantine: QuarantineSource,
): Pick<Handlers, 'listQuarantine' | 'retryQuarantined' | 'discardQuarantined'> {
  return {
    async listQuarantine({ caller }) {
      return success({
        items: quarantine
          .list(caller.tenant)
          .map(({ tenant: _, receivedAt, setAsideAt, records, reason, ...request }) => ({
            ...request,
            receivedAt: formatTime(receivedAt),
            setAsideAt: formatTime(setAsideAt),
            givenUpAt: formatTime(setAsideAt + quarantine.keepMs),
            reason: { ...reason },
            records: records ?? null,
          })),
        ...quarantine.room(caller.tenant),
        lost: [...quarantine.lost(caller.tenant)],
      });
    },

    async retryQuarantined({ input, caller }) {
      const tried = await quarantine.retry(caller.tenant, input.id);
      return tried.ok ? success({ id: input.id, ...tried.value }) : tried;
    },

    async discardQuarantined({ input, caller }) {
      const discarded = await quarantine.discard(caller.tenant, input.id);
      return discarded.ok ? success({ id: input.id }) : discarded;
    },
  };
}
