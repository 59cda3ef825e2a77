import type { Drill } from '@foreshock/model/drill.ts';
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, startOfMinute, type Timestamp } from '@foreshock/model/time.ts';
import { listAnomalies } from '../store/metadata/anomalies.ts';
import type { Db } from '../store/metadata/in-transaction.ts';
import { listIncidents } from '../store/metadata/incidents.ts';
import { listPredictions } from '../store/metadata/predictions.ts';
import type { TelemetryStore } from '../store/telemetry/telemetry-store.ts';
import type { FoundMeanwhile } from './measure-drill.ts';

/** A demo finds tens in such a time; the newest of a storm are beside the point. */
const MOST_ANOMALIES = 2_000;
const MOST_FINDINGS = 500;

interface MeanwhileTools {
  readonly db: Db;
  readonly store: Pick<TelemetryStore, 'tenant'>;
  readonly now: Timestamp;
}

/** What analysis found since a drill began. `store-unavailable` while nobody can say who is meant. */
export async function readMeanwhile(
  tenant: TenantId,
  drill: Drill & { readonly startedAt: Timestamp },
  until: Timestamp,
  { db, store, now }: MeanwhileTools,
): Promise<Result<FoundMeanwhile>> {
  const range = { from: startOfMinute(drill.startedAt), to: until + 1 };
  const topology = await store.tenant(tenant).selectTopology({ from: range.from - DAY, to: now + DAY });
  if (!topology.ok) return topology;
  const incidents = await listIncidents(db, tenant, { range, limit: MOST_FINDINGS });
  if (!incidents.ok) return incidents;
  const predictions = await listPredictions(db, tenant, { limit: MOST_FINDINGS });
  if (!predictions.ok) return predictions;
  return success({
    anomalies: await listAnomalies(db, tenant, { range, limit: MOST_ANOMALIES }),
    incidents: incidents.value.items,
    predictions: predictions.value.items,
    nameOf: (id) => topology.value.entities.get(id)?.name ?? id,
    until,
  });
}
