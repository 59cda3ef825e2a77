import { counterNormal, counterUniform } from '../statistics/counter-hash.ts';

/**
 * Pretend bounded resources for tests and for the printed comparison, in shares of the limit, one value a minute.
 * The engine must not import this file.
 */

export type Regime = 'stable' | 'hot' | 'leak' | 'sawtooth' | 'bursty' | 'batch' | 'peak' | 'fill';

/** `minutes` values in [0, 1]; equal seeds give equal values. */
export function simulateRegime(regime: Regime, seed: number, minutes: number): Float64Array {
  const values = new Float64Array(minutes);
  const draw = (minute: number, use: number): number => counterUniform(seed, minute, use);
  const noise = (minute: number): number => counterNormal(seed, minute, 99);
  const own = (use: number): number => counterUniform(seed, 1_000_003, use);
  let slow = 0;
  let level = 0.3 + 0.2 * own(1);
  let burst = 0;
  let slope = (0.002 + 0.018 * own(2)) * 0.3;
  let wait = 0;
  const amplitude = 0.05 + 0.1 * own(3);
  const period = 20 + Math.floor(140 * own(4));
  const ceiling = 0.75 + 0.17 * own(5);
  const batchStart = Math.floor(1_440 * own(6));
  for (let minute = 0; minute < minutes; minute += 1) {
    const day = Math.sin((2 * Math.PI * minute) / 1_440 + 6 * own(7));
    slow = 0.97 * slow + 0.01 * noise(minute);
    const jitter = 0.006 * counterNormal(seed, minute, 98);
    if (regime === 'stable') values[minute] = 0.45 + 0.1 * own(8) + amplitude * day + slow + jitter;
    if (regime === 'hot') values[minute] = 0.84 + 0.05 * own(8) + 0.4 * amplitude * day + slow + jitter;
    if (regime === 'leak') {
      // Restarts by hand come before the limit in part of the runs; else the limit itself ends the run.
      if (wait > 0) wait -= 1;
      else level += slope * (0.6 + 0.8 * draw(minute, 3));
      if (level >= 1 || draw(minute, 4) < 0.0004) {
        values[minute] = Math.min(1, level);
        level = 0.25 + 0.1 * draw(minute, 5);
        slope = (0.001 + 0.009 * draw(minute, 6)) * (draw(minute, 7) < 0.3 ? 3 : 0.5);
        wait = Math.floor(900 * draw(minute, 8));
        continue;
      }
      values[minute] = level + jitter;
    }
    if (regime === 'sawtooth') {
      level += ((ceiling - 0.4) / period) * (0.7 + 0.6 * draw(minute, 3));
      if (level >= ceiling * (0.97 + 0.05 * draw(minute, 4))) level = 0.35 + 0.1 * draw(minute, 5);
      values[minute] = level + 0.5 * jitter;
    }
    if (regime === 'bursty') {
      if (draw(minute, 3) < 0.004) burst += 0.15 + 0.35 * draw(minute, 4);
      burst *= 0.96;
      values[minute] = 0.4 + amplitude * day + burst + slow + jitter;
    }
    if (regime === 'batch') {
      const since = (minute - batchStart + 1_440) % 1_440;
      const ramp = Math.min(1, since / 40, Math.max(0, (150 - since) / 10));
      values[minute] = 0.35 + (since < 150 ? 0.45 * ramp : 0) + slow + jitter;
    }
    if (regime === 'peak') {
      const since = minute - Math.floor(minutes * 0.9);
      const factor = since < 0 || since > 120 ? 1 : 1 + 2 * Math.min(1, since / (10 + 20 * own(9)), (120 - since) / 20);
      values[minute] = (0.23 + 0.4 * amplitude * day) * factor + slow + jitter;
    }
    if (regime === 'fill') {
      const growth = 0.0002 + 0.0006 * own(9);
      const start = minutes - 0.75 / growth;
      const dip = 0.02 * ((minute % 360) / 360);
      values[minute] = 0.3 + growth * Math.max(0, minute - start) - dip + 0.3 * jitter;
    }
    values[minute] = Math.min(1, Math.max(0, values[minute]!));
  }
  return values;
}
