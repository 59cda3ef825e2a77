import type { Cost } from '@foreshock/contract/operations/telemetry.ts';
import { formatTime, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { z } from 'zod';
import type { HandlerTools } from './handler-tools.ts';

/** What a question over `range` that was begun at `started` has cost, and how much it could have. */
export function costOf(
  { clock, queryLimits }: Pick<HandlerTools, 'clock' | 'queryLimits'>,
  range: TimeRange,
  started: Timestamp,
  rows: number,
): z.output<typeof Cost> {
  return {
    tookMs: clock.now() - started,
    from: formatTime(range.from),
    to: formatTime(range.to),
    rows,
    limits: { ...queryLimits },
  };
}
