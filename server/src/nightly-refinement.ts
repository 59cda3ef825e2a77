import type { AskModel } from '@foreshock/model/model-question.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import type { Clock } from './base/clock.ts';
import type { Logger } from './base/logger.ts';
import { every, type Schedule } from './base/schedule.ts';
import { isRefinementDue, refineTemplates } from './ingest/templates/refinement/refine-templates.ts';
import type { MetadataDatabase } from './store/metadata/database.ts';
import { findTemplateRefinement } from './store/metadata/template-merges.ts';
import type { TelemetryStore } from './store/telemetry/telemetry-store.ts';

interface NightlyTools {
  readonly db: MetadataDatabase;
  readonly store: TelemetryStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly ask: AskModel;
  readonly tenants: () => Promise<readonly TenantId[]>;
}

/** How often it is looked whether a night is due. */
const LOOK_EVERY_MS = 10 * MINUTE;

/** Projects that have had no run since 02:00 UTC, one after the other. To stop ends the question in hand. */
export function startNightlyRefinement({ db, store, clock, logger, ask, tenants }: NightlyTools): Schedule {
  return every({
    intervalMs: LOOK_EVERY_MS,
    work: async (signal) => {
      for (const tenant of await tenants()) {
        const { refinement } = await findTemplateRefinement(db, tenant);
        if (signal.aborted) return;
        if (!isRefinementDue(refinement, clock.now())) continue;
        const { asked, merged, refused } = await refineTemplates(tenant, { db, store, ask, signal }, clock.now());
        logger.info('templates refined', { tenant, asked, merged: merged.length, refused });
      }
    },
    onError: (error) => logger.error('template refinement failed', { error }),
  });
}
