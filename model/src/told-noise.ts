/**
 * What people called noise again and again, and never real, weighs less when an incident is to be opened. Never nothing:
 * a factor with a bound, for what is no further from usual than twice what they had seen, and gone when a verdict is
 * taken back.
 */
import type { Anomaly, MeasureKind } from './anomaly.ts';
import type { EntityId } from './entity.ts';
import type { IncidentId, IncidentVerdict } from './incident.ts';

/** Of an anomaly, or of what was seen in one minute. */
export interface SeenSignal {
  readonly entity: EntityId;
  readonly signal: Anomaly['signal'];
  readonly kind: MeasureKind;
  readonly measure: string;
  readonly peer?: EntityId;
  /** Of log lines: their text may have grown more general since. */
  readonly template?: string;
  readonly observed: number;
  readonly expected: number;
}

export interface ToldNoise extends Pick<SeenSignal, 'entity' | 'measure'> {
  readonly key: string;
  /** Incidents that were told noise, newest first. */
  readonly incidents: readonly IncidentId[];
  /** The furthest from usual that it was in any of them, in its unit. */
  readonly furthest: number;
}

export interface JudgedIncident {
  readonly id: IncidentId;
  readonly verdict: IncidentVerdict;
  readonly anomalies: readonly Anomaly[];
}

/** Once or twice is an opinion. */
export const NOISE_FROM = 3;
const LEAST_WEIGHT = 1 / 4;
/** What goes so much further than anything that was told noise is something else. */
const FURTHER = 2;

export function noiseKey(seen: Omit<SeenSignal, 'observed' | 'expected'>): string {
  const { entity, signal, kind, measure, peer = '', template } = seen;
  return [entity, signal, kind, template ?? measure, peer].join('\u001f');
}

export function signalOf(anomaly: Anomaly): SeenSignal {
  const { query } = anomaly;
  return query.kind === 'template' ? { ...anomaly, template: query.template } : anomaly;
}

/** By key. `judged`: newest first. */
export function toldNoiseOf(judged: readonly JudgedIncident[]): Map<string, ToldNoise> {
  const real = new Set<string>();
  const noise = new Map<string, { incidents: Set<IncidentId>; furthest: number; first: Anomaly }>();
  for (const { id, verdict, anomalies } of judged) {
    for (const anomaly of anomalies) {
      const key = noiseKey(signalOf(anomaly));
      if (verdict === 'real') {
        real.add(key);
        continue;
      }
      const known = noise.get(key) ?? { incidents: new Set(), furthest: 0, first: anomaly };
      known.incidents.add(id);
      known.furthest = Math.max(known.furthest, Math.abs(anomaly.observed - anomaly.expected));
      noise.set(key, known);
    }
  }
  const told = new Map<string, ToldNoise>();
  for (const [key, { incidents, furthest, first }] of noise) {
    if (real.has(key) || incidents.size < NOISE_FROM) continue;
    told.set(key, { key, entity: first.entity, measure: first.measure, incidents: [...incidents], furthest });
  }
  return told;
}

/** Told three times it weighs half, four times a third, and never less than a quarter. */
export function weightOfNoise({ incidents }: Pick<ToldNoise, 'incidents'>): number {
  return Math.max(LEAST_WEIGHT, 1 / (incidents.length - 1));
}

/** 1 for what nobody called noise, and for what is far beyond what they called so. */
export function weightAsTold(seen: SeenSignal, told: ReadonlyMap<string, ToldNoise>): number {
  if (told.size === 0) return 1;
  const noise = told.get(noiseKey(seen));
  if (!noise || Math.abs(seen.observed - seen.expected) > FURTHER * noise.furthest) return 1;
  return weightOfNoise(noise);
}
