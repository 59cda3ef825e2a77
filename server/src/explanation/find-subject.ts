import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { findIncident } from '../store/metadata/incidents.ts';
import { findPrediction } from '../store/metadata/predictions.ts';
import type { PackSources } from './pack/evidence-pack.ts';
import type { TellingTask } from './prompts/telling-prompt.ts';
import { readPredictionSources, readSources, type SourceTools } from './read-sources.ts';

/** Something that can be told, with the facts that its story rests on. */
export interface FoundSubject {
  readonly task: TellingTask;
  readonly facts: Pick<Incident, 'hypotheses' | 'evidence'>;
  readonly read: (tools: SourceTools) => Promise<PackSources>;
}

/** By the id of an incident or of a prediction; `undefined` for one without evidence too. */
export async function findSubject(
  db: SourceTools['db'],
  tenant: TenantId,
  id: string,
): Promise<FoundSubject | undefined> {
  if (id.startsWith('prd_')) {
    const prediction = await findPrediction(db, tenant, id as PredictionId);
    if (!prediction || prediction.evidence.length === 0) return undefined;
    const read = (tools: SourceTools) => readPredictionSources(prediction, tools);
    return { task: 'explain-prediction', facts: prediction, read };
  }
  const incident = await findIncident(db, tenant, id as IncidentId);
  if (!incident || incident.evidence.length === 0) return undefined;
  return { task: 'explain-incident', facts: incident, read: (tools) => readSources(incident, tenant, tools) };
}
