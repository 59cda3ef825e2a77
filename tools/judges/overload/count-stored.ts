import type { Client } from '@foreshock/contract/client.ts';
import { RECORDS, timeOfRequest } from './numbers.ts';

/** The API gives so many steps at most. */
const STEPS_ASKED = 1_200;

/** Records that are stored, of all requests. */
export async function countAll(client: Client, origin: number, sent: number): Promise<number> {
  const from = new Date(timeOfRequest(origin, sent)).toISOString();
  const { total } = await client('countLogs', { from, to: new Date(origin + 1_000).toISOString() });
  return total;
}

/** Requests that are not there with exactly their records: acknowledged ones that miss some, and any that has others. */
export async function findWrong(
  client: Client,
  origin: number,
  acked: ReadonlySet<number>,
): Promise<{ readonly number: number; readonly stored: number }[]> {
  const wrong: { number: number; stored: number }[] = [];
  const last = Math.max(...acked);
  for (let first = 0; first <= last; first += STEPS_ASKED) {
    const to = timeOfRequest(origin, first) + 1_000;
    const from = Math.max(timeOfRequest(origin, last), to - STEPS_ASKED * 1_000);
    const answer = await client('countLogs', {
      from: new Date(from).toISOString(),
      to: new Date(to).toISOString(),
      step: 'PT1S',
    });
    const storedAt = new Map(
      answer.buckets.map(({ time, info, warn, error }) => [Date.parse(time), info + warn + error]),
    );
    for (let number = first; number < first + STEPS_ASKED && number <= last; number += 1) {
      const stored = storedAt.get(timeOfRequest(origin, number)) ?? 0;
      const isRight = stored === RECORDS || (stored === 0 && !acked.has(number));
      if (!isRight) wrong.push({ number, stored });
    }
  }
  return wrong;
}
