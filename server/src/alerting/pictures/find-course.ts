// What a picture of an incident or a prediction shows; `undefined` where there is nothing worth a picture.
import type { Evidence } from '@foreshock/model/evidence.ts';
import type { IncidentId } from '@foreshock/model/incident.ts';
import type { Notification } from '@foreshock/model/notification.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import type { SeriesId } from '@foreshock/model/series.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { HOUR, MINUTE, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import type { Db } from '../../store/metadata/in-transaction.ts';
import { findIncident } from '../../store/metadata/incidents.ts';
import { listPredictionRevisions } from '../../store/metadata/predictions.ts';
import type { TenantTelemetry } from '../../store/telemetry/telemetry-store.ts';
import type { Course } from './draw-course.ts';

export interface CourseTools {
  readonly db: Db;
  readonly store: { tenant(id: TenantId): CourseTelemetry };
}

type CourseTelemetry = Pick<TenantTelemetry, 'selectSeries' | 'selectSpanSeries'>;

/** `alt`: what it shows, for who does not see it; without names. */
export interface TitledCourse {
  readonly course: Course;
  readonly alt: string;
}

const BEFORE_MS = HOUR;
/** Facts of an incident that are looked at for a picture, the strongest first. */
const MOST_TRIED = 3;
/** A course so much higher than what was observed is in another unit. */
const MOST_TIMES = 5;

export async function findCourse(
  { db, store }: CourseTools,
  tenant: TenantId,
  subject: NonNullable<Notification['subject']>,
  now: Timestamp,
): Promise<TitledCourse | undefined> {
  if (subject.kind === 'prediction') return courseOfOdds(db, tenant, subject.id as PredictionId, now);
  const incident = await findIncident(db, tenant, subject.id as IncidentId);
  const measured = incident?.evidence.filter(({ stance, expected, observed, query }) => {
    const isKept = query.kind === 'series' || query.kind === 'spans';
    return stance === 'for' && expected !== undefined && observed !== undefined && isKept;
  });
  for (const evidence of measured?.slice(0, MOST_TRIED) ?? []) {
    const found = await courseOfMeasure(store.tenant(tenant), evidence, now);
    if (found) return found;
  }
  return undefined;
}

/** Odds that were earned, by revision; what is only a band has no scale. */
async function courseOfOdds(
  db: Db,
  tenant: TenantId,
  id: PredictionId,
  now: Timestamp,
): Promise<TitledCourse | undefined> {
  const revisions = await listPredictionRevisions(db, tenant, id);
  const [first] = revisions;
  const actBy = revisions.at(-1)?.actBy;
  if (!first || revisions.some(({ odds }) => odds.display !== 'percent')) return undefined;
  const until = Math.max(now, first.at + MINUTE);
  const alt = `How the odds went${actBy === undefined ? '' : '; the dashed line is the time to act by'}`;
  return {
    alt,
    course: {
      range: { from: first.at, to: Math.max(until, (actBy ?? until) + 5 * MINUTE) },
      points: revisions.map(({ at, odds }) => ({ at, value: odds.probability })),
      holdsUntil: until,
      isShare: true,
      ...(actBy !== undefined && { mark: actBy }),
    },
  };
}

/** Only what shows what is told: a course that never comes near what was observed is of something else. */
async function courseOfMeasure(
  telemetry: CourseTelemetry,
  evidence: Evidence,
  now: Timestamp,
): Promise<TitledCourse | undefined> {
  const { expected = 0, observed = 0, onset, unit } = evidence;
  const to = Math.floor(now / MINUTE) * MINUTE;
  const range = { from: Math.min(Math.floor(onset / MINUTE) * MINUTE, to) - BEFORE_MS, to };
  const isShare = unit === 'share';
  const points = await pointsOf(telemetry, evidence, range);
  const known = points.flatMap(({ at, value }) => (value === undefined || at < onset - MINUTE ? [] : [value]));
  const farthest = observed >= expected ? Math.max(...known) : Math.min(...known);
  const middle = (observed + expected) / 2;
  const comesNear = observed >= expected ? farthest >= middle : farthest <= middle;
  if (known.length < 2 || !comesNear || farthest > MOST_TIMES * Math.max(observed, expected)) return undefined;
  const scale = isShare ? 100 : 1;
  const unitWords = isShare ? ', in percent' : unit === 'ms' ? ', in milliseconds' : '';
  return {
    alt: `What leads to it against what is usual${unitWords}; the dashed line is when it began`,
    course: {
      range,
      points: points.map(({ at, value }) => ({ at, value: value === undefined ? undefined : value * scale })),
      isShare: false,
      mark: onset,
      usual: expected * scale,
    },
  };
}

/** A value a minute, in the unit of the evidence. Of counters, whose course is a rate, there is no picture. */
async function pointsOf(
  telemetry: CourseTelemetry,
  { query, unit }: Evidence,
  range: Course['range'],
): Promise<Course['points']> {
  const values = new Map<Timestamp, number>();
  if (query.kind === 'series') {
    const found = await telemetry.selectSeries({ range, series: [query.series as SeriesId], step: MINUTE });
    const [one] = found.ok ? found.value : [];
    if (!one || (one.series.monotonic && one.series.type === 'sum')) return [];
    for (const { time, mean } of one.points) values.set(time, mean);
  } else if (query.kind === 'spans') {
    const byOperation = query.operation !== undefined;
    const operation = byOperation ? { operation: query.operation } : {};
    const asked = { range, step: MINUTE, entity: query.entity, side: 'server' as const, byOperation, ...operation };
    const found = await telemetry.selectSpanSeries(asked);
    for (const { time, p95Ms, errors, count } of found.ok ? found.value : []) {
      if (unit === 'ms') values.set(time, p95Ms);
      else if (unit === 'share') values.set(time, errors / count);
      else if (unit === '1/s') values.set(time, (count / MINUTE) * SECOND);
    }
  }
  const points: { at: Timestamp; value: number | undefined }[] = [];
  for (let at = range.from; at < range.to; at += MINUTE) {
    const value = values.get(at);
    points.push({ at, value: value !== undefined && Number.isFinite(value) && value >= 0 ? value : undefined });
  }
  return points;
}
