// A minute in which nearly everything is unusual at once: 10,000 findings at 500 workloads, of calls, metrics, lines and
// events, for the grouping alone.
import type { Anomaly, AnomalyId, MeasureKind } from '@foreshock/model/anomaly.ts';
import { MINUTE, SECOND } from '@foreshock/model/time.ts';
import { createCorrelation } from '../../server/src/analysis/correlation/correlate-anomalies.ts';
import { emptyFrame } from '../../server/src/analysis/minute-frame.ts';
import { counterUniform } from '../../server/src/analysis/statistics/counter-hash.ts';
import { type System, systemOf } from './system.ts';

export interface StormCost {
  readonly name: string;
  readonly findings: number;
  readonly incidents: number;
  /** Members of the largest. */
  readonly largest: number;
  readonly seconds: number;
  readonly cpuSeconds: number;
}

const START = Date.UTC(2026, 10, 22, 3);
const WORKLOADS = 500;
const PER_WORKLOAD = 20;
/** Detection needs two minutes of three: onsets of one minute's findings lie so far apart. */
const ONSETS_MS = 3 * MINUTE;
/** Lines that tell of trouble read alike from one workload to the next. */
const LINES = 200;

interface Form {
  readonly signal: Anomaly['signal'];
  readonly kind: MeasureKind;
  readonly measure: (i: number, k: number) => string;
}

const FORMS: readonly Form[] = [
  { signal: 'traces', kind: 'errors', measure: (_, k) => `GET /${k}` },
  { signal: 'traces', kind: 'latency', measure: (_, k) => `POST /${k}` },
  { signal: 'metrics', kind: 'saturation', measure: (_, k) => `container.memory.usage.${k}` },
  { signal: 'metrics', kind: 'queue', measure: (_, k) => `app.queue.size.${k}` },
  { signal: 'logs', kind: 'logs', measure: lineOf },
];

function lineOf(i: number, k: number): string {
  const line = Math.floor(counterUniform(i, k, 11) * LINES);
  return `request <NUM> to backend-${line % 23} failed: code-${line} after <NUM> ms, attempt <NUM> of <NUM>`;
}

/** In one connected system, in one of parts that do not call each other, and where no calls are known. */
export function measureStorms(findings: number): StormCost[] {
  const workloads = Math.min(WORKLOADS, findings);
  const connected = systemOf({ workloads, parts: 1, start: START });
  const parted = systemOf({ workloads, parts: 25, start: START });
  const unknown = { ...connected, topology: { entities: connected.topology.entities, relations: [] } };
  return [
    measureStorm('one connected system', connected, findings),
    measureStorm('25 systems apart', parted, findings),
    measureStorm('no calls known', unknown, findings),
  ];
}

function measureStorm(name: string, system: System, findings: number): StormCost {
  const anomalies = Array.from({ length: findings }, (_, i) => findingOf(i, system));
  const correlation = createCorrelation({ detectorPeriodMs: MINUTE });
  const quiet = {
    ...{ accusations: new Set<never>(), predictions: [], dataTrust: 1 },
    ...{ closedByHand: new Set<never>(), usualP95Ms: () => undefined },
  };
  correlation.step({ frame: emptyFrame(START - MINUTE, system.topology), anomalies: [], starters: [], ...quiet });
  const cpu = process.cpuUsage();
  const begun = performance.now();
  const step = correlation.step({
    frame: emptyFrame(START + ONSETS_MS, system.topology),
    anomalies,
    // Lines alone start no incident.
    starters: anomalies.filter(({ signal }) => signal !== 'logs'),
    ...quiet,
  });
  const seconds = (performance.now() - begun) / 1_000;
  const { user, system: kernel } = process.cpuUsage(cpu);
  const sizes = [...step.membersOf.values()].map((members) => members.length);
  return {
    name,
    findings,
    incidents: step.incidents.filter(({ state }) => state === 'open').length,
    largest: Math.max(...sizes),
    seconds,
    cpuSeconds: (user + kernel) / 1e6,
  };
}

function findingOf(i: number, { workloads, callees }: System): Anomaly {
  const at = i % workloads.length;
  const k = Math.floor(i / workloads.length);
  const form = FORMS[k % FORMS.length]!;
  const entity = workloads[at]!;
  const measure = form.measure(at, k);
  // Trouble spreads: whole seconds, most of them late.
  const onset = START + Math.floor((Math.sqrt(counterUniform(at, k, 5)) * ONSETS_MS) / SECOND) * SECOND;
  const callee = form.signal === 'traces' ? callees[at]![k % PER_WORKLOAD] : undefined;
  return {
    id: `ano_${at}_${k}` as AnomalyId,
    entity,
    signal: form.signal,
    kind: form.kind,
    measure,
    ...(callee !== undefined && { peer: workloads[callee]! }),
    onset,
    lastSeen: START + ONSETS_MS,
    p: 1e-6,
    surprise: 6,
    rank: 1,
    direction: 'up',
    observed: 0.23,
    expected: 0.01,
    unit: 'share',
    query: { kind: 'spans', entity, range: { from: onset, to: START + ONSETS_MS } },
    hard: false,
    marks: [],
  };
}
