import type { OutputOf } from '@foreshock/contract/operation.ts';
import type { getCalibration } from '@foreshock/contract/operations/calibration.ts';
import type {
  BrierSplit,
  Calibration,
  CalibrationPart,
  CalibrationParts,
  LeadScore,
  OperatingPoint,
  OutcomeCounts,
} from '@foreshock/model/calibration.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import { shadowTiers } from '@foreshock/model/ledger.ts';
import { formatDuration, formatTime, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { EntityDirectory } from './entity-view.ts';

type CalibrationView = OutputOf<typeof getCalibration>;

export interface CalibrationFacts {
  readonly range: TimeRange;
  readonly forecastFailures: ReadonlySet<Failure>;
  readonly entities: EntityDirectory;
  readonly simulated: boolean;
  readonly replayedUntil: Timestamp | undefined;
}

const MOST_CALLS = 500;
const MOST_ENTITIES = 100;

export function viewCalibration(
  calibration: Calibration,
  parts: CalibrationParts,
  { range, forecastFailures, entities, simulated, replayedUntil }: CalibrationFacts,
): CalibrationView {
  const { calls, days, falseWarnings } = calibration;
  const open = calls.filter(({ outcome }) => outcome === 'pending').map(({ issuedAt, horizon }) => issuedAt + horizon);
  const outcomes = { hit: 0, miss: 0, acted: 0, undecidable: 0, pending: 0 };
  for (const { outcome } of calls) outcomes[outcome] += 1;
  return {
    from: formatTime(range.from),
    to: formatTime(range.to),
    simulated,
    replayedUntil: replayedUntil === undefined ? null : formatTime(replayedUntil),
    forecasts: { ...calibration.forecasts },
    brier: viewBrier(calibration.brier),
    brierWithActed: viewBrier(calibration.brierWithActed),
    eceWidth: calibration.eceWidth ?? null,
    eceMass: calibration.eceMass ?? null,
    equalWidth: calibration.equalWidth.map((bin) => ({ ...bin })),
    equalMass: calibration.equalMass.map((bin) => ({ ...bin })),
    calls: outcomes,
    record: calls.slice(-MOST_CALLS).map((call) => ({
      ...call,
      entity: entities.ref(call.entity),
      issuedAt: formatTime(call.issuedAt),
      horizon: formatDuration(call.horizon),
    })),
    points: calibration.points.map(viewPoint),
    onsets: calibration.onsets,
    actedOnsets: calibration.actedOnsets,
    lead: viewLead(calibration.lead),
    days,
    falseWarnings,
    falseWarningsPerDay: days > 0 ? falseWarnings / days : null,
    nextClosesAt: open.length > 0 ? formatTime(Math.min(...open)) : null,
    byFailure: [...parts.byFailure]
      .map(([failure, part]) => ({ failure, forecast: forecastFailures.has(failure), ...viewPart(part) }))
      .sort(moreToTell),
    byEntity: [...parts.byEntity]
      .map(([entity, part]) => ({ entity: entities.ref(entity), ...viewPart(part) }))
      .sort(moreToTell)
      .slice(0, MOST_ENTITIES),
    byHorizon: [...parts.byHorizon].map(([horizon, part]) => ({ horizon: formatDuration(horizon), ...viewPart(part) })),
    byTier: [...parts.byTier]
      .map(([tier, { skill, toldSkill, ...score }]) => ({
        tier,
        inShadow: shadowTiers.includes(tier),
        ...score,
        skill: skill ?? null,
        toldSkill: toldSkill ?? null,
      }))
      .sort(decidingFirst),
  };
}

type TierView = CalibrationView['byTier'][number];

function decidingFirst(one: TierView, other: TierView): number {
  const byForecasts = other.forecasts - one.forecasts;
  return Number(one.inShadow) - Number(other.inShadow) || byForecasts || (one.tier < other.tier ? -1 : 1);
}

type PartView = Pick<CalibrationView['byHorizon'][number], 'calls' | 'onsets'>;

function moreToTell(one: PartView, other: PartView): number {
  return total(other.calls) - total(one.calls) || other.onsets - one.onsets;
}

function total({ hit, miss, acted, undecidable, pending }: OutcomeCounts): number {
  return hit + miss + acted + undecidable + pending;
}

function viewBrier(split: BrierSplit | undefined): CalibrationView['brier'] {
  return split ? { ...split, skill: split.skill ?? null } : null;
}

function viewPoint(point: OperatingPoint): CalibrationView['points'][number] {
  return { ...point, precision: point.precision ?? null, recall: point.recall ?? null };
}

function viewLead({ missed, bins, median, tenth, medianOfCalled, tenthOfCalled }: LeadScore): CalibrationView['lead'] {
  return {
    missed,
    bins: bins.map(({ from, to, onsets }) => ({ from: formatDuration(from), to: durationOrNull(to), onsets })),
    median: durationOrNull(median),
    tenth: durationOrNull(tenth),
    medianOfCalled: durationOrNull(medianOfCalled),
    tenthOfCalled: durationOrNull(tenthOfCalled),
  };
}

function viewPart(part: CalibrationPart) {
  const { calls, said, came, skill, falseWarnings, onsets, caught, leadMedian } = part;
  return {
    calls: { ...calls },
    said: said ?? null,
    came: came ?? null,
    skill: skill ?? null,
    falseWarnings,
    onsets,
    caught,
    leadMedian: durationOrNull(leadMedian),
  };
}

function durationOrNull(duration: number | undefined): string | null {
  return duration === undefined ? null : formatDuration(duration);
}
