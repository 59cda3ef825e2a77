import { success } from '@foreshock/model/known-error.ts';
import { type OwnQuota, QUOTA_BURST_SECONDS, type Quota } from '@foreshock/model/quota.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { formatDuration, SECOND } from '@foreshock/model/time.ts';
import { changeQuota, findQuota, type QuotaVersion } from '../../store/metadata/quotas.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';

export interface QuotaSources {
  /** Of projects that have set nothing. */
  readonly defaults: Quota;
  /** Of a project: requests that were over its quota since the gateway was started. */
  readonly overQuota: (tenant: TenantId) => {
    readonly bytes: number;
    readonly records: number;
    readonly requests: number;
  };
  /** Has the gateway know all accepted keys and quotas as they are now. */
  readonly tellGateway: () => Promise<void>;
}

export function quotaHandlers(
  { db, clock }: HandlerTools,
  { defaults, overQuota, tellGateway }: QuotaSources,
): Pick<Handlers, 'getQuota' | 'changeQuota'> {
  const view = (tenant: TenantId, { version, quota }: QuotaVersion) => ({
    version,
    quota: { ...defaults, ...quota },
    defaults,
    burst: formatDuration(QUOTA_BURST_SECONDS * SECOND),
    refused: overQuota(tenant),
  });
  return {
    async getQuota({ caller }) {
      return success(view(caller.tenant, await findQuota(db, caller.tenant)));
    },

    async changeQuota({ input, caller }) {
      const { basedOn, bytesPerSecond, recordsPerSecond, requestsInFlight } = input;
      const quota: OwnQuota = {
        ...(bytesPerSecond !== undefined && { bytesPerSecond }),
        ...(recordsPerSecond !== undefined && { recordsPerSecond }),
        ...(requestsInFlight !== undefined && { requestsInFlight }),
      };
      const change = { basedOn, quota, by: caller.name, now: clock.now() };
      const changed = await changeQuota(db, caller.tenant, change);
      if (!changed.ok) return changed;
      await tellGateway();
      return success(view(caller.tenant, changed.value));
    },
  };
}
