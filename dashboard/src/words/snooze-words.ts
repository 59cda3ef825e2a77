import type { SnoozeEnd } from '@foreshock/model/snooze.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { percentWords } from './odds-words.ts';
import { momentWords } from './time-words.ts';

export interface SnoozeLine {
  /** Empty where it was not kept. */
  readonly by: string;
  readonly until: Timestamp;
  readonly untilProbability: number | undefined;
  readonly ended: SnoozeEnd | undefined;
}

/** What holds, until when and by whom, or why it ended early; nothing of one that ended at its time. */
export function snoozeWords(snooze: SnoozeLine, now: Timestamp): string | undefined {
  const { by, until, untilProbability, ended } = snooze;
  const at = momentWords(until, now);
  if (ended === 'reached') return `snooze ended ${at}: the odds reached ${percentWords(untilProbability ?? 0)}`;
  if (ended === 'worsened') return `snooze ended ${at}: it got worse`;
  if (until <= now) return undefined;
  const end = untilProbability === undefined ? at : `${percentWords(untilProbability)}, at the latest ${at}`;
  return `snoozed until ${end}${by === '' ? '' : `, by ${by}`}`;
}
