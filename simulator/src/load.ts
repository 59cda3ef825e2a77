import { DAY, type Timestamp } from '@foreshock/model/time.ts';
import type { Random } from './random.ts';

/** How many people are in the shop: a daily rhythm, a quieter weekend, slow drift and fast noise. */
export interface Load {
  readonly meanPerS: number;
  /** Of a fault or decoy: 3 for three times the usual visitors. */
  factor: number;
  readonly peakHour: number;
  readonly swing: number;
  readonly eveningSwing: number;
  readonly weekendFactor: number;
  readonly noise: number;
  drift: number;
}

export function createLoad(meanPerS: number, random: Random): Load {
  return {
    meanPerS: meanPerS * random.between(0.9, 1.1),
    factor: 1,
    peakHour: random.between(13, 16),
    swing: random.between(0.35, 0.45),
    eveningSwing: random.between(0.08, 0.15),
    weekendFactor: random.between(0.8, 0.95),
    noise: random.between(0.015, 0.04),
    drift: 0,
  };
}

/** Expected visitors a second before noise; between about 0.4 and 1.6 of the mean. */
export function expectedRate(load: Load, time: Timestamp): number {
  const hour = ((time % DAY) / DAY) * 24;
  const daily = 1 + load.swing * Math.cos(((hour - load.peakHour) / 24) * 2 * Math.PI);
  const evening = load.eveningSwing * Math.cos(((hour - load.peakHour - 6) / 12) * 2 * Math.PI);
  // The epoch was a Thursday: days 2 and 3 are the weekend.
  const weekday = Math.floor(time / DAY) % 7;
  const weekly = weekday === 2 || weekday === 3 ? load.weekendFactor : 1;
  return load.meanPerS * (daily + evening) * weekly;
}

/** Requests that arrive in a step, as a rate. The drift has a memory of about ten minutes. */
export function arrivalRate(load: Load, time: Timestamp, dtS: number, random: Random): number {
  const memory = Math.exp(-dtS / 600);
  load.drift = memory * load.drift + Math.sqrt(1 - memory * memory) * load.noise * 2 * random.normal();
  const expected = expectedRate(load, time) * load.factor * Math.exp(load.drift + load.noise * random.normal());
  return random.poisson(expected * dtS) / dtS;
}
