import { type Failure, failures } from '@foreshock/model/failure.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { Exposure } from './base-rate.ts';
import { createCalibrator, refit } from './calibrate.ts';
import { type Episode, KEPT_EPISODES } from './earned-odds.ts';
import { HORIZONS } from './horizons.ts';
import { createScoreRanks } from './score-ranks.ts';
import type { FailureRecord } from './stated-odds.ts';
import { warningThreshold } from './threshold.ts';

/** What calls and forecasts of every failure came to. Plain data. */
export interface LearntState {
  readonly records: Map<Failure, FailureRecord>;
  readonly exposure: Map<Failure, Exposure>;
  /** Day since the epoch of the last fit. */
  fittedDay: number;
}

export function createLearntState(): LearntState {
  return { records: new Map(), exposure: new Map(), fittedDay: 0 };
}

export function recordOf(state: LearntState, failure: Failure): FailureRecord {
  let record = state.records.get(failure);
  if (!record) {
    record = {
      failure,
      calibrators: HORIZONS.map(() => createCalibrator()),
      episodes: [],
      skill: { weight: 0, events: 0, squared: 0 },
      ranks: createScoreRanks(),
      threshold: warningThreshold([]),
    };
    state.records.set(failure, record);
  }
  return record;
}

/** `isCensored`: somebody acted, so that it teaches nothing. It is kept: people may take back what they said. */
export function addEpisode(record: FailureRecord, episode: Episode, isCensored: IsCensored): void {
  record.resolved = [...(record.resolved ?? record.episodes), episode].slice(-KEPT_EPISODES);
  refreshEpisodes(record, isCensored);
}

type IsCensored = (prediction: PredictionId) => boolean;

export function refreshEpisodes(record: FailureRecord, isCensored: IsCensored): void {
  record.resolved ??= record.episodes;
  record.episodes = record.resolved.filter(({ prediction }) => !isCensored(prediction));
  record.threshold = warningThreshold(record.episodes);
}

export function addExposure(state: LearntState, failure: Failure, events: number, minutes: number): void {
  const exposure = state.exposure.get(failure) ?? { events: 0, minutes: 0 };
  exposure.events += events;
  exposure.minutes += minutes;
  state.exposure.set(failure, exposure);
}

/** Calibrators learn once a day, in the order of the failure list. */
export function refitDaily(state: LearntState, day: number, now: Timestamp): void {
  if (day === state.fittedDay) return;
  state.fittedDay = day;
  for (const failure of failures) {
    for (const calibrator of state.records.get(failure)?.calibrators ?? []) refit(calibrator, now);
  }
}
