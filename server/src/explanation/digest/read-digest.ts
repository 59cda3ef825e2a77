import type { DigestOpening } from '@foreshock/model/digest-opening.ts';
import type { IncidentId } from '@foreshock/model/incident.ts';
import { MOST_OF_DIGEST } from '@foreshock/model/notification.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { listAlertsOfDigest } from '../../store/metadata/alerts.ts';
import { findIncident } from '../../store/metadata/incidents.ts';
import { findPrediction } from '../../store/metadata/predictions.ts';
import type { PackSources, Subject } from '../pack/evidence-pack.ts';
import { subjectOfDigest } from '../pack/subject-of-digest.ts';
import { subjectOfPrediction } from '../pack/subject-of-prediction.ts';
import { readAround, type SourceTools } from '../read-sources.ts';

export interface ReadDigest {
  readonly sources: PackSources;
  /** Ids of what it tells of. */
  readonly subjects: readonly string[];
}

/** What the digest is to tell of so far; `undefined` where none of it has evidence. */
export async function readDigest(
  tenant: TenantId,
  { route, digestAt }: Pick<DigestOpening, 'route' | 'digestAt'>,
  tools: SourceTools,
): Promise<ReadDigest | undefined> {
  const subjects: Subject[] = [];
  const alerts = await listAlertsOfDigest(tools.db, tenant, route, digestAt);
  for (const { kind, subject } of alerts.slice(0, MOST_OF_DIGEST)) {
    const incident = kind === 'incident' ? await findIncident(tools.db, tenant, subject as IncidentId) : undefined;
    const prediction = incident ? undefined : await findPrediction(tools.db, tenant, subject as PredictionId);
    if (incident) subjects.push(incident);
    if (prediction) subjects.push(subjectOfPrediction(prediction));
  }
  if (!subjects.some(({ evidence }) => evidence.length > 0)) return undefined;
  const sources = await readAround(subjectOfDigest(`${route} ${digestAt}`, subjects), [], tools);
  return { sources, subjects: subjects.map(({ id }) => id) };
}
