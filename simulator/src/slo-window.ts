/** Good and bad requests of the last hour, a slot a step; a ring, so that a step costs the same at any time. */
export interface SloWindow {
  readonly total: Float64Array;
  readonly bad: Float64Array;
  at: number;
  totalHour: number;
  badHour: number;
  totalFiveMinutes: number;
  badFiveMinutes: number;
}

export function createSloWindow(stepS: number): SloWindow {
  const slots = 3_600 / stepS;
  const empty = { at: 0, totalHour: 0, badHour: 0, totalFiveMinutes: 0, badFiveMinutes: 0 };
  return { total: new Float64Array(slots), bad: new Float64Array(slots), ...empty };
}

export function addToWindow(window: SloWindow, total: number, bad: number): void {
  const slots = window.total.length;
  const fiveMinutes = slots / 12;
  const leaving = (window.at + slots - fiveMinutes) % slots;
  window.totalFiveMinutes += total - window.total[leaving]!;
  window.badFiveMinutes += bad - window.bad[leaving]!;
  window.totalHour += total - window.total[window.at]!;
  window.badHour += bad - window.bad[window.at]!;
  window.total[window.at] = total;
  window.bad[window.at] = bad;
  window.at = (window.at + 1) % slots;
}

/** The fast burn alert: the budget of 30 days would be gone in about two, over the hour and still now. */
const FAST_BURN = 14.4;
/** Fewer requests than this in five minutes prove nothing. */
const FEWEST_REQUESTS = 20;

/** `objective` such as 0.999. */
export function burnsFast(window: SloWindow, objective: number): boolean {
  if (window.totalFiveMinutes < FEWEST_REQUESTS) return false;
  const allowed = FAST_BURN * (1 - objective);
  return window.badHour > allowed * window.totalHour && window.badFiveMinutes > allowed * window.totalFiveMinutes;
}
