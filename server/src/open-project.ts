import { parseTenantId, type TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { DemoState } from './process-messages.ts';
import type { MetadataDatabase } from './store/metadata/database.ts';
import { changeSettings, ensureTenant, listTenants } from './store/metadata/tenants.ts';

export interface OpenProject {
  readonly tenant: TenantId;
  readonly demo: DemoState;
}

/** The demo's project, or one for real data; which one a data directory shows is said at each start. */
export async function openProject(db: MetadataDatabase, wantsDemo: boolean, now: Timestamp): Promise<OpenProject> {
  const known = await listTenants(db);
  const tenant = parseTenantId(wantsDemo ? 'demo' : 'default')!;
  const before = known.find((one) => one.id === tenant);
  await ensureTenant(db, tenant, now);
  if (!wantsDemo) {
    if (!before) await changeSettings(db, tenant, { name: 'default', simulated: false });
    return { tenant, demo: { state: 'absent' } };
  }
  if (!before) {
    const settings = { name: 'demo shop', simulated: true, origin: now, historySent: false, historyUntil: now };
    await changeSettings(db, tenant, settings);
    return { tenant, demo: { state: 'new', origin: now } };
  }
  const { origin, historySent } = before.settings;
  const state = historySent === true ? 'live' : 'new';
  return { tenant, demo: { state, origin: typeof origin === 'number' ? origin : 0 } };
}
