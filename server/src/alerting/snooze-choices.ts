// The ends of a snooze that a message offers, and what comes back when one is chosen.
import { isTimeZone } from '@foreshock/model/local-time.ts';
import type { Notification } from '@foreshock/model/notification.ts';
import { oddsToWaitFor } from '@foreshock/model/snooze.ts';
import { parseIsoDuration } from '@foreshock/model/time.ts';
import type { AskedSnooze } from '../store/metadata/snoozes.ts';

export interface SnoozeChoice {
  /** For people. */
  readonly text: string;
  /** Without a space: `PT30M`, `09:00@Europe/Berlin`, `>=0.8`. */
  readonly choice: string;
}

export function snoozeChoices({ probability, timeZone = 'UTC' }: Pick<Notification, 'probability' | 'timeZone'>) {
  const choices: SnoozeChoice[] = [
    { text: '30 min', choice: 'PT30M' },
    { text: '2 h', choice: 'PT2H' },
    { text: `until 09:00 (${timeZone})`, choice: `09:00@${timeZone}` },
    ...oddsToWaitFor(probability).map((odds) => ({
      text: `until the odds reach ${Math.round(odds * 100)} %`,
      choice: `>=${odds}`,
    })),
  ];
  return choices;
}

/** `undefined` for what is no choice of ours. */
export function readSnoozeChoice(choice: string): AskedSnooze | undefined {
  const forMs = parseIsoDuration(choice);
  if (forMs !== undefined) return { forMs };
  const [, hour, minute, timeZone = ''] = /^([01]\d|2[0-3]):([0-5]\d)@(\S+)$/.exec(choice) ?? [];
  if (isTimeZone(timeZone)) return { untilMinute: Number(hour) * 60 + Number(minute), timeZone };
  const odds = /^>=(0\.\d{1,4})$/.exec(choice);
  return odds ? { untilProbability: Number(odds[1]) } : undefined;
}
