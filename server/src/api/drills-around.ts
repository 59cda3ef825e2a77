import { beganAt, drillOf } from '@foreshock/model/drill.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { listDrillsAround } from '../store/metadata/drills.ts';
import type { HandlerTools } from './handler-tools.ts';
import type { EntityDirectory } from './views/entity-view.ts';

type Finding = Incident | Prediction;

/** Id of the drill that a finding is of; null for what happened by itself. */
export type DrillIdOf = (finding: Finding) => string | null;

/** One look at the store serves all of the findings. */
export async function drillsAround(
  { db }: Pick<HandlerTools, 'db'>,
  tenant: TenantId,
  findings: readonly Finding[],
  entities: EntityDirectory,
): Promise<DrillIdOf> {
  if (findings.length === 0) return () => null;
  const times = findings.map(beganAt);
  // A beginning is known to the minute.
  const range = { from: Math.min(...times), to: Math.max(...times) + MINUTE };
  const drills = await listDrillsAround(db, tenant, range);
  return (finding) => drillOf(drills, finding, (id) => entities.ref(id).name)?.id ?? null;
}
