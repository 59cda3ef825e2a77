import type { SnoozeView } from '@foreshock/contract/shapes.ts';
import type { Snooze } from '@foreshock/model/snooze.ts';
import { formatTime } from '@foreshock/model/time.ts';
import type { z } from 'zod';

export function viewSnooze(snooze: Snooze | undefined): z.output<typeof SnoozeView> | null {
  if (!snooze) return null;
  const { by, from, until, untilProbability, ended } = snooze;
  return {
    by,
    from: formatTime(from),
    until: formatTime(until),
    untilProbability: untilProbability ?? null,
    ended: ended ?? null,
  };
}
