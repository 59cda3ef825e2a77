import { DAY, type DurationMs, HOUR } from '@foreshock/model/time.ts';

/**
 * How often something happens, seen over a life and over ever shorter memories: each memory is a Gamma-Poisson rate
 * whose prior is the rate of the next longer one, so that a memory without events says what the longer one says.
 */

/** A month, a week, two days, half a day, three hours. */
export const HALF_LIVES: readonly DurationMs[] = [30 * DAY, 7 * DAY, 2 * DAY, 12 * HOUR, 3 * HOUR];
/** The life and the memories. */
export const RATES = HALF_LIVES.length + 1;
/** A longer memory counts as much as half an event of the shorter one. */
const PRIOR_EVENTS = 0.5;

/** Plain data. Counts of ticks; the first is the whole life, the others fade. */
export interface RateChain {
  readonly events: Float64Array;
  /** Ticks in which an event could have begun. */
  readonly exposure: Float64Array;
}

export function createRateChain(): RateChain {
  return { events: new Float64Array(RATES), exposure: new Float64Array(RATES) };
}

/** What is left of each memory after one tick. */
export function fadingPerTick(tickMs: DurationMs): Float64Array {
  return Float64Array.from([1, ...HALF_LIVES.map((halfLife) => 0.5 ** (tickMs / halfLife))]);
}

/** One tick on. `fading`: of `fadingPerTick`. */
export function advanceRates({ events, exposure }: RateChain, fading: Float64Array, event: number, risk: number): void {
  for (let k = 0; k < RATES; k += 1) {
    events[k] = events[k]! * fading[k]! + event;
    exposure[k] = exposure[k]! * fading[k]! + risk;
  }
}

/** So many ticks without an event, at once. */
export function advanceQuiet({ events, exposure }: RateChain, fading: Float64Array, ticks: number): void {
  for (let k = 0; k < RATES; k += 1) {
    const left = fading[k]! ** ticks;
    events[k] = events[k]! * left;
    exposure[k] = exposure[k]! * left + (left === 1 ? ticks : (1 - left) / (1 - fading[k]!));
  }
}

/**
 * Events per tick, the life first, then from the longest memory to the shortest.
 *
 * pooled   rate over all streams, above 0
 */
export function ratesOf({ events, exposure }: RateChain, pooled: number, rates: Float64Array): Float64Array {
  let longer = pooled;
  for (let k = 0; k < RATES; k += 1) {
    longer = (events[k]! + PRIOR_EVENTS) / (exposure[k]! + PRIOR_EVENTS / longer);
    rates[k] = longer;
  }
  return rates;
}

/** P(at least one event within `ticks`) at a constant rate. */
export function probabilityWithin(rate: number, ticks: number): number {
  return -Math.expm1(-rate * ticks);
}
