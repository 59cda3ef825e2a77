import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, formatTime } from '@foreshock/model/time.ts';
import type { Clock } from './base/clock.ts';
import type { Logger } from './base/logger.ts';
import type { StoreConfig } from './store/config.ts';
import { recordAudit } from './store/metadata/audit.ts';
import { forgetChanges } from './store/metadata/changes.ts';
import type { MetadataDatabase } from './store/metadata/database.ts';
import { forgetAlerts } from './store/metadata/forget-alerts.ts';
import { findModelSettings } from './store/metadata/model-settings.ts';
import { forgetModelCalls } from './store/metadata/stories.ts';
import { listTenants } from './store/metadata/tenants.ts';
import type { TelemetryStore } from './store/telemetry/telemetry-store.ts';

export interface RetentionTools {
  readonly db: MetadataDatabase;
  readonly store: TelemetryStore;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: StoreConfig;
  /** Of calls to a language model, where a project has set nothing. */
  readonly keepCallsDays: number;
  /** Of notifications and what belongs to them. */
  readonly keepAlertsDays: number;
}

/** Deletes of every project the telemetry, calls to a model, notifications and changes that are older than they are kept. */
export async function retainStored(tools: RetentionTools): Promise<void> {
  const { db, store, clock, logger } = tools;
  const { retentionLogs, retentionTraces, retentionMetrics, retentionRollups } = tools.config;
  const policy = { logs: retentionLogs, traces: retentionTraces, metrics: retentionMetrics, rollups: retentionRollups };
  await forgetChanges(db, clock.now());
  for (const { id } of await listTenants(db)) {
    const done = await store.tenant(id).retain(policy, clock.now());
    await forgetOldCalls(id, tools);
    await forgetOldAlerts(id, tools);
    if (!done.ok) logger.error('old telemetry not deleted', { tenant: id, code: done.error.code });
  }
}

async function forgetOldCalls(of: TenantId, { db, clock, keepCallsDays }: RetentionTools): Promise<void> {
  const { settings } = await findModelSettings(db, of);
  const before = clock.now() - (settings.keepDays ?? keepCallsDays) * DAY;
  const calls = await forgetModelCalls(db, of, before);
  if (calls === 0) return;
  const object = `${calls} calls before ${formatTime(before)}`;
  const entry = { actor: 'explanation', action: 'model.forget', object, credential: '', address: '' };
  await recordAudit(db, of, { ...entry, outcome: 'done' }, clock.now());
}

async function forgetOldAlerts(of: TenantId, { db, clock, keepAlertsDays }: RetentionTools): Promise<void> {
  const before = clock.now() - keepAlertsDays * DAY;
  const gone = await forgetAlerts(db, of, { before });
  if (gone.notifications === 0) return;
  const object = `${gone.notifications} notifications, before ${formatTime(before)} or beyond what is kept`;
  const entry = { actor: 'alerting', action: 'notifications.forget', object, credential: '', address: '' };
  await recordAudit(db, of, { ...entry, outcome: 'done' }, clock.now());
}
