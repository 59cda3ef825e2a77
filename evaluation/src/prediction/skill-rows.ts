import { bootstrap, meanOf } from '../measured/bootstrap.ts';
import type { Interval, MeasuredRow } from '../measured/measured-row.ts';
import { type EntityForecasts, shareThatCame } from './entity-forecasts.ts';
import { permuteDays } from './permute-days.ts';
import {
  areasUnder,
  calibrationError,
  calibrationLine,
  equalMassError,
  logLoss,
  rankedOrder,
  reliability,
  squaredErrors,
} from './probability-scores.ts';
import { addErrors, areasOf, calibrationErrorOf, type ScoredEntity, sumsByUnit, type UnitSums } from './unit-sums.ts';
import { scoreWarnings, thresholdAtBudget, type WarnedEntity } from './warn-at-budget.ts';

/** All figures of forecasts at one horizon, each beside what a rule that knows only the rate so far gives. */

const PERMUTED_DRAWS = 5;

/** What a figure is compared with, and where the run fails. */
export interface Bar {
  readonly toBeat: number;
  readonly by: string;
  readonly gate: number;
}

export interface ForecastTask {
  readonly set: string;
  /** Horizon and what else tells the row from others, such as "6 h". */
  readonly name: string;
  readonly horizon: number;
  readonly train: readonly WarnedEntity[];
  readonly test: readonly WarnedEntity[];
  /** Rows in a day. */
  readonly perDay: number;
  /** Entities are independent of one another. */
  readonly apart: boolean;
  /** The same forecasts by a model that learnt from shuffled days. */
  readonly shuffled?: readonly WarnedEntity[];
  /** One warning in vain for each entity in such a time, ms. */
  readonly budgetMs: number;
  readonly bars: Readonly<Record<'skill' | 'overOnline' | 'ranking' | 'precision' | 'calibration' | 'recall', Bar>>;
}

export interface TaskScores {
  readonly rows: readonly MeasuredRow[];
  readonly details: readonly string[];
}

export function scoreForecasts(task: ForecastTask): TaskScores {
  const bases = new Map(task.train.map(({ forecasts }) => [forecasts.entity, shareThatCame(forecasts)]));
  const entities = withBases(task.test, bases);
  const units = sumsByUnit(entities, task.apart);
  const whole = join(entities);
  const draws = Array.from({ length: PERMUTED_DRAWS }, (_, seed) => permuted(entities, task.perDay, seed));
  const order = rankedOrder(whole.probabilities);
  const areas = areasUnder(order, whole.probabilities, whole.outcomes);
  const rateAreas = areasUnder(rankedOrder(whole.online), whole.online, whole.outcomes);
  const drawnAreas = draws.map((draw) => areasUnder(order, whole.probabilities, join(draw).outcomes));
  const errors = errorsOf(entities);
  const bins = reliability(whole.probabilities, whole.outcomes);
  const intervals = drawIntervals(units);
  const n = whole.outcomes.length;
  const make = (
    metric: string,
    bar: Bar,
    parts: Pick<MeasuredRow, 'trivial' | 'permuted' | 'learntShuffled' | 'ours' | 'interval'>,
  ) => ({
    ...{ set: task.set, engine: 'prediction', metric: `${metric} ${task.name}`, n },
    ...bar,
    ...parts,
  });
  const drawnErrors = draws.map(errorsOf);
  const learnt = task.shuffled && errorsOf(withBases(task.shuffled, bases));
  const warned = warnings(task);
  const rows: MeasuredRow[] = [
    make('BSS', task.bars.skill, {
      trivial: 1 - errors.online / errors.base,
      permuted: meanOf(drawnErrors.map(skill)),
      ...(learnt && { learntShuffled: skill(learnt) }),
      ours: skill(errors),
      interval: intervals.skill,
    }),
    make('BSS over the rate so far', task.bars.overOnline, {
      trivial: 0,
      permuted: meanOf(drawnErrors.map(overOnline)),
      ...(learnt && { learntShuffled: overOnline(learnt) }),
      ours: overOnline(errors),
      interval: intervals.overOnline,
    }),
    make('AUC', task.bars.ranking, {
      trivial: rateAreas.ranking,
      permuted: meanOf(drawnAreas.map(({ ranking }) => ranking)),
      ours: areas.ranking,
      interval: intervals.ranking,
    }),
    make('AUC-PR', task.bars.precision, {
      trivial: rateAreas.precision,
      permuted: meanOf(drawnAreas.map(({ precision }) => precision)),
      ours: areas.precision,
      interval: intervals.precision,
    }),
    {
      ...make('ECE', task.bars.calibration, {
        trivial: calibrationError(reliability(whole.online, whole.outcomes)),
        // Shuffled days keep the level, which is all that this figure asks for.
        permuted: Number.NaN,
        ours: calibrationError(bins),
        interval: intervals.calibration,
      }),
      better: 'lower' as const,
    },
    make('recall at budget', task.bars.recall, warned.figures),
  ];
  const line = calibrationLine(whole.probabilities, whole.outcomes);
  const details = [
    `${task.set} ${task.name}: log loss ${logLoss(whole.probabilities, whole.outcomes).toFixed(4)} ` +
      `(rate so far ${logLoss(whole.online, whole.outcomes).toFixed(4)}), calibration error of equal bins ` +
      `${equalMassError(order, whole.probabilities, whole.outcomes).toFixed(4)}, slope ${line.slope.toFixed(2)}, shift ${line.shift.toFixed(2)}`,
    `${task.set} ${task.name}: said -> came (rows): ${bins
      .filter(({ count }) => count > 0)
      .map(({ count, said, came }) => `${(said / count).toFixed(2)} -> ${(came / count).toFixed(2)} (${count})`)
      .join(', ')}`,
    warned.sentence,
  ];
  return { rows, details };
}

function withBases(entities: readonly WarnedEntity[], bases: ReadonlyMap<string, number>): ScoredEntity[] {
  return entities.map(({ forecasts }) => ({ forecasts, base: bases.get(forecasts.entity)! }));
}

type Errors = ReturnType<typeof errorsOf>;
const skill = ({ ours, base }: Errors): number => 1 - ours / base;
const overOnline = ({ ours, online }: Errors): number => 1 - ours / online;

function errorsOf(entities: readonly ScoredEntity[]) {
  return addErrors(entities.map(({ forecasts, base }) => squaredErrors(forecasts, base, 0, forecasts.outcomes.length)));
}

function permuted(entities: readonly ScoredEntity[], perDay: number, seed: number): ScoredEntity[] {
  return entities.map(({ forecasts, base }, i) => {
    const outcomes = permuteDays(forecasts.outcomes, perDay, 1 + seed * entities.length + i);
    return { base, forecasts: { ...forecasts, outcomes } };
  });
}

function join(entities: readonly ScoredEntity[]): Pick<EntityForecasts, 'probabilities' | 'online' | 'outcomes'> {
  const all = entities.map(({ forecasts }) => forecasts);
  return {
    probabilities: Float64Array.from(all.flatMap(({ probabilities }) => Array.from(probabilities))),
    online: Float64Array.from(all.flatMap(({ online }) => Array.from(online))),
    outcomes: Uint8Array.from(all.flatMap(({ outcomes }) => Array.from(outcomes))),
  };
}

function drawIntervals(
  units: readonly UnitSums[],
): Record<'skill' | 'overOnline' | 'ranking' | 'precision' | 'calibration', Interval> {
  const places = units.map((_, i) => i);
  const draw = (figure: (sample: UnitSums[]) => number): Interval =>
    bootstrap(places, (sample) => figure(sample.map((i) => units[i]!)));
  return {
    skill: draw((sample) => skill(addErrors(sample.map(({ errors }) => errors)))),
    overOnline: draw((sample) => overOnline(addErrors(sample.map(({ errors }) => errors)))),
    ranking: draw((sample) => areasOf(sample).ranking),
    precision: draw((sample) => areasOf(sample).precision),
    calibration: draw(calibrationErrorOf),
  };
}

function warnings(task: ForecastTask) {
  const { train, test, horizon } = task;
  const budget = train.reduce((sum, { forecasts }) => sum + spanOf(forecasts.times) / task.budgetMs, 0);
  const score = (pick: (one: EntityForecasts) => Float64Array) =>
    scoreWarnings(test, pick, horizon, thresholdAtBudget(train, pick, horizon, budget));
  const ours = score(({ probabilities }) => probabilities);
  const online = score((one) => one.online);
  const recall = ({ warned, events }: { warned: number; events: number }): number => warned / events;
  const hits = ours.leads.map((lead) => Number(lead > 0));
  const leads = [...ours.leads].sort((a, b) => a - b);
  const minutes = (share: number): string => ((leads[Math.floor(share * leads.length)] ?? 0) / 60_000).toFixed(0);
  const budgets = test.reduce((sum, { forecasts }) => sum + spanOf(forecasts.times) / task.budgetMs, 0);
  const sentence =
    `${task.set} ${task.name}: ${ours.warned} of ${ours.events} warned with ${ours.falseWarnings} warnings in vain ` +
    `(${budgets.toFixed(0)} allowed); lead ${minutes(0.5)} min in the median, ${minutes(0.1)} min in the worst tenth`;
  const figures = { trivial: recall(online), permuted: Number.NaN, ours: recall(ours), interval: bootstrap(hits) };
  return { figures, sentence };
}

function spanOf(times: Float64Array): number {
  return times.length === 0 ? 0 : times.at(-1)! - times[0]!;
}
