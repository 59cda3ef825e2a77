import { type Result, success } from '@foreshock/model/known-error.ts';
import { type SloPromise, servedBy } from '@foreshock/model/slo.ts';
import { LONGEST_BURN_WINDOW_MS } from '@foreshock/model/slo-burn.ts';
import { DAY, type DurationMs, HOUR, MINUTE, startOfMinute, type Timestamp } from '@foreshock/model/time.ts';
import type { TenantTelemetry } from '../store/telemetry/telemetry-store.ts';
import type { SloReading } from './views/slo-view.ts';

/**
 * From the rollups: minutes for the burn over `backMs` before now, hours for the budget. Two queries of one entity, so
 * that a look at the page never reads a span.
 */
export async function readSlo(
  telemetry: TenantTelemetry,
  promise: SloPromise,
  now: Timestamp,
  backMs: DurationMs = 0,
): Promise<Result<SloReading>> {
  const to = startOfMinute(now);
  const range = { from: to - backMs - LONGEST_BURN_WINDOW_MS, to };
  const of = servedBy(promise);
  const window = { from: to - promise.windowDays * DAY, to };
  const [counts, hours] = await Promise.all([
    telemetry.selectSloCounts({ ...of, range, step: MINUTE }),
    telemetry.selectSloCounts({ ...of, range: window, step: HOUR }),
  ]);
  if (!counts.ok) return counts;
  return hours.ok ? success({ counts: counts.value, range, window: hours.value }) : hours;
}
