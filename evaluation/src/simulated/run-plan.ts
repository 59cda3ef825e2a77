import { DAY, HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { FaultPlan } from '@foreshock/simulator/fault.ts';
import { decoyFamilies, type FaultFamily, faultFamilies, type Mechanism } from '@foreshock/simulator/truth.ts';

/** One fault or decoy after a healthy day, in a cluster of its own. */
export interface RunPlan {
  readonly seed: number;
  readonly family: FaultFamily;
  readonly mechanism: Mechanism;
}

export const allFamilies: readonly FaultFamily[] = [...faultFamilies, ...decoyFamilies];

/** A day before which odds are not told, and two hours in which they could be. */
export const WARM_UP_MS = 26 * HOUR;
/** An incident resolves after 15 minutes of quiet; what a call foretold is decided by then too. */
export const AFTER_END_MS = HOUR;
/** A certificate takes up to 30 hours to expire; nothing takes longer. */
export const LONGEST_MS = 33 * HOUR;
const CONTROL_MS = DAY;
const FIRST_DAY = Date.UTC(2026, 0, 5);

export function planRuns(
  seeds: readonly number[],
  families: readonly FaultFamily[],
  mechanisms: readonly Mechanism[],
): RunPlan[] {
  return seeds.flatMap((seed) =>
    families.flatMap((family) =>
      // Nothing happens in the control, in either way.
      (family === 'plain' ? mechanisms.slice(0, 1) : mechanisms).map((mechanism) => ({ seed, family, mechanism })),
    ),
  );
}

/** Seeds begin at different hours and on different days, so that faults meet every load of the day. */
export function startOf(seed: number): Timestamp {
  return FIRST_DAY + (seed % 7) * DAY + ((seed * 5) % 24) * HOUR;
}

export function faultOf({ seed, family, mechanism }: RunPlan): FaultPlan {
  const at = startOf(seed) + WARM_UP_MS + ((seed * 7) % 10) * MINUTE;
  return { family, at, mechanism, ...(family === 'plain' && { course: CONTROL_MS }) };
}
