// What settings would have come to, on what was found in the last days.
import type { AlertSettings } from '@foreshock/model/alert-settings.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, type Timestamp } from '@foreshock/model/time.ts';
import type { Db } from '../store/metadata/in-transaction.ts';
import { findIncidentTitles } from '../store/metadata/incidents.ts';
import { listPast } from '../store/metadata/past-subjects.ts';
import { findPredictions } from '../store/metadata/predictions.ts';
import type { KnownEntities } from '../store/telemetry/known-entities.ts';
import { subjectOfIncident, subjectOfPrediction } from './alert-subject.ts';
import { describePrediction } from './describe-subject.ts';
import { type PastSubject, previewRoutes, type RoutePreview } from './preview-routes.ts';

export interface AlertingPreview {
  readonly routes: readonly (Omit<RoutePreview, 'examples'> & {
    readonly examples: readonly { readonly at: Timestamp; readonly level: string; readonly headline: string }[];
  })[];
  /** What came before was left out: there was more than a preview looks at. */
  readonly onlySince?: Timestamp;
}

/** Incidents as well as predictions that a preview looks at, the newest. */
const MOST_PAST = 2_000;

export async function previewSettings(
  { db, names }: { readonly db: Db; readonly names: KnownEntities },
  tenant: TenantId,
  settings: AlertSettings,
  { days, now }: { readonly days: number; readonly now: Timestamp },
): Promise<AlertingPreview> {
  const past = { range: { from: now - days * DAY, to: now }, limit: MOST_PAST };
  const entities = await names.of(tenant, []);
  const incidents = await listPast(db, tenant, 'incidents', past);
  const predictions = await listPast(db, tenant, 'predictions', past);
  const oldest = [incidents.at(MOST_PAST - 1)?.detectedAt, predictions.at(MOST_PAST - 1)?.issuedAt];
  const onlySince = Math.max(...oldest.map((at) => at ?? 0));
  // As each was when it is over or now; what it was at each minute before is not put together again.
  const subjects: PastSubject[] = [
    ...incidents.map((one) => ({ subject: subjectOfIncident(one, entities), at: one.detectedAt })),
    ...predictions.map((one) => ({ subject: subjectOfPrediction(one, entities), at: one.issuedAt })),
  ].map(({ subject, at }) => ({ subject: { ...subject, state: 'open' }, at }));
  const routes = previewRoutes(
    settings,
    subjects.filter(({ at }) => at >= onlySince),
  );
  const shown = [...new Set(routes.flatMap(({ examples }) => examples.map(({ subject }) => subject)))];
  const headlines = new Map(await findIncidentTitles(db, tenant, shown));
  const foretold = shown.filter((id) => !headlines.has(id)) as PredictionId[]; // as listed above
  for (const one of await findPredictions(db, tenant, foretold)) {
    const { headline } = describePrediction({ ...one, state: 'active' }, entities, 'opened', one.issuedAt);
    headlines.set(one.id, headline);
  }
  return {
    routes: routes.map(({ examples, ...counts }) => ({
      ...counts,
      examples: examples.map(({ at, level, subject }) => ({ at, level, headline: headlines.get(subject) ?? subject })),
    })),
    ...(onlySince > 0 && { onlySince }),
  };
}
