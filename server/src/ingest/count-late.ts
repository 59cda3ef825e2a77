// Hot path, benchmarks/normalise.ts: times are compared by their upper halves, so that no BigInt is made per record.
import type { TelemetryColumns } from '@foreshock/model/telemetry.ts';
import { type DurationMs, HOUR, nanosecondsOf, startOfMinute, type Timestamp } from '@foreshock/model/time.ts';
import { sourceOfRow } from './thin/trim-columns.ts';

/** What is older is history, or was held back while we were away: analysis comes to it at its own pace. */
const OLD_MS = HOUR;

/** Records whose minute was closed, `closeAfterMs` after its end, when they were received; by source. */
export function countLate(
  columns: TelemetryColumns,
  receivedAt: Timestamp,
  closeAfterMs: DurationMs,
): ReadonlyMap<number, number> {
  const times = columns.signal === 'traces' ? columns.endTimeUnixNano : columns.timeUnixNano;
  const from = nanosecondsOf(receivedAt - OLD_MS);
  // The first minute that is still open.
  const to = nanosecondsOf(startOfMinute(receivedAt - closeAfterMs));
  const [lowest, highest] = [Number(from >> 32n), Number(to >> 32n)];
  // All machines that Node runs on are little-endian.
  const halves = new Uint32Array(times.buffer, times.byteOffset, times.length * 2);
  const late = new Map<number, number>();
  for (let row = 0; row < times.length; row++) {
    const upper = halves[2 * row + 1]!;
    if (upper < lowest || upper > highest || times[row]! < from || times[row]! >= to) continue;
    const source = sourceOfRow(columns, row);
    late.set(source, (late.get(source) ?? 0) + 1);
  }
  return late;
}
