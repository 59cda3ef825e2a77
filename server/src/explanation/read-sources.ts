import type { Incident } from '@foreshock/model/incident.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, type Timestamp } from '@foreshock/model/time.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import type { MetadataDatabase } from '../store/metadata/database.ts';
import { findPredictions } from '../store/metadata/predictions.ts';
import type { TenantTelemetry } from '../store/telemetry/telemetry-store.ts';
import type { PackSources, Subject, TemplateUse } from './pack/evidence-pack.ts';
import { subjectOfPrediction } from './pack/subject-of-prediction.ts';

const LOOK_BACK_MS = 14 * DAY;

export interface SourceTools {
  readonly db: MetadataDatabase;
  readonly telemetry: TenantTelemetry;
  readonly now: Timestamp;
}

/** All that a pack of this incident is made from. What the store cannot say is absent from it. */
export async function readSources(incident: Incident, tenant: TenantId, tools: SourceTools): Promise<PackSources> {
  return readAround(incident, await findPredictions(tools.db, tenant, incident.predictions), tools);
}

/** The same of a prediction, which is its own forecast. */
export async function readPredictionSources(prediction: Prediction, tools: SourceTools): Promise<PackSources> {
  return readAround(subjectOfPrediction(prediction), [prediction], tools);
}

/** Of what else is told in the terms of an incident. */
export async function readAround(
  incident: Subject,
  predictions: readonly Prediction[],
  { telemetry, now }: SourceTools,
): Promise<PackSources> {
  const seen = await telemetry.selectTopology({ from: now - LOOK_BACK_MS, to: now + DAY });
  const topology: Topology = seen.ok ? seen.value : { entities: new Map(), relations: [] };
  const templates = new Map<string, TemplateUse>();
  for (const fact of incident.evidence) {
    if (fact.query.kind !== 'template') continue;
    const found = await telemetry.selectTemplate(
      fact.query.template as Parameters<TenantTelemetry['selectTemplate']>[0],
    );
    const alike = incident.evidence.filter(({ kind, measure }) => kind === 'log' && measure === fact.measure);
    const entities = new Set(alike.map(({ entity }) => entity)).size;
    if (found.ok && found.value)
      templates.set(fact.query.template, {
        count: found.value.count,
        entities,
        firstSeen: found.value.firstSeen,
      });
  }
  return { incident, topology, templates, predictions, now };
}
