import type { TenantId } from '@foreshock/model/tenant.ts';
import { HOUR } from '@foreshock/model/time.ts';
import type { Logger } from '../../base/logger.ts';
import { every, type Schedule } from '../../base/schedule.ts';
import { type NominationTools, nominate } from './nominate.ts';

/** Every hour, each project in turn; one that fails does not keep the others from theirs. */
export function startNominations({
  tenants,
  logger,
  ...tools
}: Omit<NominationTools, 'signal'> & {
  readonly tenants: () => Promise<readonly TenantId[]>;
  readonly logger: Logger;
}): Schedule {
  const onError = (error: unknown): void => logger.error('nothing nominated', { error });
  return every({
    intervalMs: HOUR,
    clock: tools.clock,
    work: async (signal) => {
      for (const tenant of await tenants()) {
        if (signal.aborted) return;
        try {
          const answered = await nominate(tenant, { ...tools, signal });
          if (answered && !answered.ok) logger.warn('nothing nominated', { tenant, code: answered.error.code });
        } catch (error) {
          onError(error);
        }
      }
    },
    onError,
  });
}
