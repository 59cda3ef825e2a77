import { DAY, type DurationMs } from '@foreshock/model/time.ts';
import type { FaultFamily, Mechanism } from '@foreshock/simulator/truth.ts';
import { isDecoy } from '@foreshock/simulator/truth.ts';
import type { SimpleRule } from './run-record.ts';
import { isTrueCause, type RunScore } from './score-run.ts';

export interface FaultFamilyScore {
  readonly family: FaultFamily;
  readonly mechanism: Mechanism;
  /** Runs in which the failure came. */
  readonly failed: number;
  readonly runs: number;
  readonly warned: number;
  /** Of the warned: delivered as an active call, not as a shadow that only the screen shows. */
  readonly warnedActive: number;
  readonly warnedBeforeFailing: number;
  readonly leadMedian: DurationMs;
  readonly leadTenth: DurationMs;
  /** Of the warned: the true cause came first, or among the first three. */
  readonly warningCauseFirst: number;
  readonly warningCauseThree: number;
  readonly detected: number;
  /** Of the detected. */
  readonly incidentCauseFirst: number;
  readonly incidentCauseThree: number;
  readonly mostAnomaliesFirst: number;
  readonly lastChangedFirst: number;
  readonly incidentsPerFault: number;
  readonly resolved: number;
  readonly falseWarnings: number;
  readonly simple: Readonly<Record<SimpleRule, { readonly warned: number; readonly leadMedian: DurationMs }>>;
}

export interface DecoyFamilyScore {
  readonly family: FaultFamily;
  readonly mechanism: Mechanism;
  readonly runs: number;
  readonly days: number;
  readonly pages: number;
  readonly incidents: number;
  readonly warnings: number;
  /** The largest probability that was ever shown. */
  readonly highest: number;
  readonly simple: Readonly<Record<SimpleRule, number>>;
}

export interface FamilyScores {
  readonly faults: readonly FaultFamilyScore[];
  readonly decoys: readonly DecoyFamilyScore[];
}

export function scoreFamilies(scores: readonly RunScore[]): FamilyScores {
  const groups = Map.groupBy(scores, ({ record: { plan } }) => `${plan.family} ${plan.mechanism}`);
  const faults: FaultFamilyScore[] = [];
  const decoys: DecoyFamilyScore[] = [];
  for (const group of groups.values()) {
    if (isDecoy(group[0]!.record.plan.family)) decoys.push(scoreDecoys(group));
    else faults.push(scoreFaults(group));
  }
  return { faults, decoys };
}

function scoreFaults(scores: readonly RunScore[]): FaultFamilyScore {
  const { family, mechanism } = scores[0]!.record.plan;
  const failed = scores.filter(({ record }) => record.truth.onset !== undefined);
  const warned = failed.filter(({ warning }) => warning);
  const detected = failed.filter(({ incident }) => incident);
  const leads = failed.map(({ lead }) => lead);
  const rule = (name: SimpleRule) => ({
    warned: failed.filter(({ simple }) => simple[name].lead > 0).length,
    leadMedian: quantile(
      failed.map(({ simple }) => simple[name].lead),
      0.5,
    ),
  });
  return {
    family,
    mechanism,
    runs: scores.length,
    failed: failed.length,
    warned: warned.length,
    warnedActive: warned.filter(({ warning }) => warning!.firstState === 'active').length,
    warnedBeforeFailing: failed.filter(({ warnedBeforeFailing }) => warnedBeforeFailing).length,
    leadMedian: quantile(leads, 0.5),
    leadTenth: quantile(leads, 0.1),
    warningCauseFirst: countRanked(warned, ({ warning }) => warning!.causes, 1),
    warningCauseThree: countRanked(warned, ({ warning }) => warning!.causes, 3),
    detected: detected.length,
    incidentCauseFirst: countRanked(detected, ({ incident }) => incident!.causes, 1),
    incidentCauseThree: countRanked(detected, ({ incident }) => incident!.causes, 3),
    mostAnomaliesFirst: countRanked(detected, ({ incident }) => incident!.mostAnomalies, 1),
    lastChangedFirst: countRanked(detected, ({ incident }) => incident!.lastChanged, 1),
    incidentsPerFault: sum(failed.map(({ incidentsOfFault }) => incidentsOfFault)) / Math.max(1, failed.length),
    resolved: detected.filter(({ incident }) => incident!.state === 'resolved').length,
    falseWarnings: sum(scores.map(({ falseWarnings }) => falseWarnings.length)),
    simple: { predictLinear: rule('predictLinear'), nineTenths: rule('nineTenths') },
  };
}

function scoreDecoys(scores: readonly RunScore[]): DecoyFamilyScore {
  const { family, mechanism } = scores[0]!.record.plan;
  return {
    family,
    mechanism,
    runs: scores.length,
    days: sum(scores.map(({ record: { range } }) => range.to - range.from)) / DAY,
    pages: sum(scores.map(({ pages }) => pages.length)),
    incidents: sum(scores.map(({ falseIncidents }) => falseIncidents.length)),
    warnings: sum(scores.map(({ falseWarnings }) => falseWarnings.length)),
    highest: Math.max(0, ...scores.flatMap(({ record }) => record.warnings.map(({ highest }) => highest))),
    simple: {
      predictLinear: sum(scores.map(({ simple }) => simple.predictLinear.falseAlarms)),
      nineTenths: sum(scores.map(({ simple }) => simple.nineTenths.falseAlarms)),
    },
  };
}

function countRanked(
  scores: readonly RunScore[],
  ranked: (score: RunScore) => readonly string[],
  within: number,
): number {
  return scores.filter((score) =>
    ranked(score)
      .slice(0, within)
      .some((entity) => isTrueCause(score.record, entity)),
  ).length;
}

/** The value below which this share lies; the lower of two neighbors. */
function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(share * (sorted.length - 1))] ?? 0;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
