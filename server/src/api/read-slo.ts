import { type Result, success } from '@foreshock/model/known-error.ts';
import { type SloPromise, servedBy } from '@foreshock/model/slo.ts';
import { LONGEST_BURN_WINDOW_MS } from '@foreshock/model/slo-burn.ts';
import { DAY, type DurationMs, HOUR, MINUTE, startOfMinute, type Timestamp } from '@foreshock/model/time.ts';
import type { TenantTelemetry } from '../store/telemetry/telemetry-store.ts';
import type { SloReading } from './views/slo-view.ts';

export interface BurnSpan {
  /** Burn of earlier times is wanted too, so far back. */
  readonly backMs?: DurationMs;
  /** Coarser steps do where only burn at the end is wanted: every window is a multiple of five minutes. */
  readonly stepMs?: DurationMs;
}

/**
 * From the rollups, in the order of the promises: short steps for the burn, hours for the budget, whose window begins with
 * a whole hour. Two questions however many there are, and a look at the page never reads a span.
 */
export async function readSlos(
  telemetry: TenantTelemetry,
  promises: readonly SloPromise[],
  now: Timestamp,
  { backMs = 0, stepMs = MINUTE }: BurnSpan = {},
): Promise<Result<readonly SloReading[]>> {
  if (promises.length === 0) return success([]);
  const to = startOfMinute(now);
  const range = { from: to - backMs - LONGEST_BURN_WINDOW_MS, to };
  const of = promises.map(servedBy);
  const startOf = ({ windowDays }: SloPromise): Timestamp => Math.floor((to - windowDays * DAY) / HOUR) * HOUR;
  const longest = { from: Math.min(...promises.map(startOf)), to };
  const [counts, hours] = await Promise.all([
    telemetry.selectSloCounts({ of, range, step: stepMs }),
    telemetry.selectSloCounts({ of, range: longest, step: HOUR }),
  ]);
  if (!counts.ok) return counts;
  if (!hours.ok) return hours;
  return success(
    promises.map((promise, index) => ({
      counts: counts.value[index]!,
      range,
      window: hours.value[index]!.filter(({ time }) => time >= startOf(promise)),
    })),
  );
}

/** One of them. */
export async function readSlo(
  telemetry: TenantTelemetry,
  promise: SloPromise,
  now: Timestamp,
  backMs: DurationMs = 0,
): Promise<Result<SloReading>> {
  const read = await readSlos(telemetry, [promise], now, { backMs });
  return read.ok ? success(read.value[0]!) : read;
}
