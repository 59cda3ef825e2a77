import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Evidence, EvidenceId } from '@foreshock/model/evidence.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import { hashId } from '../../base/crypto/digest.ts';
import { normalTail } from '../statistics/special-functions.ts';
import { type ResourceHistory, valueAt } from './resource-history.ts';
import type { TrafficChange } from './traffic-history.ts';
import type { Trend } from './trend.ts';

/**
 * What speaks for and against an exhaustion besides the resource itself, with the step in log odds of each fact.
 * The weights are assumptions of the design, small against the forecast, and capped together.
 */

const MOST_FOR = 1;
/** Load that grew with the usage takes its rise with it when it goes. */
const LOAD_EXPLAINS = -2.5;
const LOAD_FLAT = 0.4;
const LOAD_FALLS = -0.4;
/** Between these shares of the rise the load begins to explain it and explains all of it. */
const EXPLAINS_FROM = 0.2;
const EXPLAINS_FULL = 0.8;
/** What is known of the load no better than this says nothing. */
const MOST_DOUBT = 0.35;
/** Minutes that are looked back where past states alone speak. */
const LOOKS_BACK = 60;
const LARGEST_SURPRISE = 12;

/** Per unit of surprise above 3, and at most. */
const WEIGHTS: Partial<Record<Anomaly['kind'], { readonly step: number; readonly most: number }>> = {
  errors: { step: 0.1, most: 0.5 },
  latency: { step: 0.06, most: 0.4 },
  queue: { step: 0.1, most: 0.6 },
  saturation: { step: 0.06, most: 0.4 },
  logs: { step: 0.1, most: 0.5 },
  restarts: { step: 0.1, most: 0.3 },
};

export interface EvidenceQuestion {
  readonly entity: EntityId;
  readonly history: ResourceHistory;
  /** The rise that leads; absent when past states alone speak. */
  readonly trend: Trend | undefined;
  /** Step in log odds from the base rate to the forecast. */
  readonly forecastStep: number;
  /** Open anomalies of this entity. */
  readonly anomalies: readonly Anomaly[];
  readonly traffic: TrafficChange | undefined;
  readonly now: Timestamp;
}

/** What the steps besides the forecast's own are made of. */
type Weighed = Omit<EvidenceQuestion, 'forecastStep'>;

/** Sum of the steps in log odds besides the forecast's own: asked every minute. */
export function weighEvidence(question: Weighed): number {
  const load = loadStep(question);
  return weighAnomalies(question).total + (load?.step ?? 0);
}

/** The facts behind the sum, the resource's own rise first: asked when something is told. */
export function gatherEvidence(question: EvidenceQuestion): Evidence[] {
  const { others, steps } = weighAnomalies(question);
  const load = loadEvidence(question);
  return [
    riseEvidence(question),
    ...others.map((anomaly, index) => anomalyEvidence(question.entity, anomaly, steps[index]!, question.now)),
    ...(load ? [load] : []),
  ];
}

function weighAnomalies({ anomalies, history }: Weighed): {
  readonly others: readonly Anomaly[];
  readonly steps: readonly number[];
  readonly total: number;
} {
  const others = anomalies.filter(({ measure }) => measure !== history.measure);
  const steps = others.map(stepOf);
  const sum = steps.reduce((total, step) => total + step, 0);
  const scale = sum > MOST_FOR ? MOST_FOR / sum : 1;
  return { others, steps: steps.map((step) => step * scale), total: sum * scale };
}

function stepOf({ kind, surprise, marks }: Anomaly): number {
  const weight = WEIGHTS[kind];
  if (!weight || marks.includes('expected') || marks.includes('chronic')) return 0;
  return Math.min(weight.most, weight.step * Math.max(0, surprise - 3));
}

function riseEvidence({ entity, history, trend, forecastStep, now }: EvidenceQuestion): Evidence {
  const window = trend?.window ?? 60;
  const from = now - window * MINUTE;
  return {
    id: hashId('ev_', entity, 'forecast', history.series, `${from}`, `${now}`) as EvidenceId,
    entity,
    kind: 'forecast',
    measure: history.measure,
    onset: from,
    window: { from, to: now },
    observed: valueAt(history, history.last) * history.limit,
    expected: valueAt(history, Math.max(history.first, history.last - window + 1)) * history.limit,
    unit: history.unit,
    direction: trend ? 'up' : 'none',
    surprise: surpriseOfRise(history, trend),
    stance: forecastStep >= 0 ? 'for' : 'against',
    contribution: forecastStep,
    query: { kind: 'series', series: history.series, range: { from, to: now } },
  };
}

/** -log10 of the chance that a flat series rises so; neighbours that resemble each other count as fewer points. */
export function surpriseOfRise(history: ResourceHistory, trend: Trend | undefined): number {
  if (!trend) return 0;
  const { window, slope, level } = trend;
  const residual = (back: number): number => valueAt(history, history.last - back) - (level - slope * back);
  let squares = 1e-12;
  let lagged = 0;
  for (let back = 0; back < window; back += 1) {
    squares += residual(back) ** 2;
    if (back > 0) lagged += residual(back) * residual(back - 1);
  }
  const alike = Math.min(0.95, Math.max(0, lagged / squares));
  const spread = Math.max(trend.slopeError, 1e-9) / Math.sqrt((1 - alike) / (1 + alike));
  return Math.min(LARGEST_SURPRISE, -Math.log10(Math.max(1e-300, normalTail(slope / spread))));
}

function anomalyEvidence(entity: EntityId, anomaly: Anomaly, contribution: number, now: Timestamp): Evidence {
  const { measure, onset, observed, expected, unit, direction, surprise, query } = anomaly;
  return {
    id: hashId('ev_', entity, anomaly.id, `${onset}`) as EvidenceId,
    entity,
    kind:
      anomaly.signal === 'metrics'
        ? 'metric'
        : anomaly.signal === 'logs'
          ? 'log'
          : anomaly.signal === 'traces'
            ? 'trace'
            : 'event',
    measure,
    onset,
    window: { from: onset, to: now },
    observed,
    expected,
    unit,
    direction,
    surprise,
    stance: contribution > 0 ? 'for' : 'context',
    contribution,
    query,
  };
}

/** Minutes over which the resource and its load are compared. */
export function comparedOver(trend: Trend | undefined): number {
  return trend?.window ?? LOOKS_BACK;
}

/** Whether the load grew with the usage, stayed flat or fell; what chance may have done to it is left out. */
function loadStep({ history, trend, traffic }: Weighed): { step: number; ratio: number } | undefined {
  if (!traffic || traffic.before <= 0 || traffic.now <= 0 || traffic.doubt > MOST_DOUBT) return undefined;
  const from = Math.max(history.first, history.last - comparedOver(trend) + 1);
  const usage = Math.log(valueAt(history, history.last) / Math.max(0.01, valueAt(history, from)));
  const grown = Math.log(traffic.now / traffic.before);
  const ratio = Math.exp(grown);
  const sure = Math.sign(grown) * Math.max(0, Math.abs(grown) - traffic.doubt);
  if (sure < Math.log(0.8)) return { step: LOAD_FALLS, ratio };
  if (usage < Math.log(1.05)) return { step: trend ? LOAD_FLAT : 0, ratio };
  const explained = Math.max(0, Math.min(1, (sure / usage - EXPLAINS_FROM) / (EXPLAINS_FULL - EXPLAINS_FROM)));
  return { step: LOAD_FLAT + (LOAD_EXPLAINS - LOAD_FLAT) * explained, ratio };
}

function loadEvidence(question: EvidenceQuestion): Evidence | undefined {
  const { entity, trend, traffic, now } = question;
  const load = loadStep(question);
  if (!load || !traffic || load.step === 0) return undefined;
  const range = { from: now - comparedOver(trend) * MINUTE, to: now };
  return {
    id: hashId('ev_', entity, 'load', `${range.from}`, `${now}`) as EvidenceId,
    entity,
    kind: 'trace',
    measure: 'requests',
    onset: range.from,
    window: range,
    observed: traffic.now,
    expected: traffic.before,
    unit: '{request}/min',
    direction: load.ratio > 1.2 ? 'up' : load.ratio < 0.8 ? 'down' : 'none',
    surprise: 0,
    stance: load.step < 0 ? 'against' : 'for',
    contribution: load.step,
    query: { kind: 'spans', entity, range },
  };
}
