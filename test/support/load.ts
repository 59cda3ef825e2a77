// Senders that go on whatever happens and remember what was acknowledged.
import { setTimeout as pause } from 'node:timers/promises';
import { postOtlp } from './send-otlp.ts';
import { CART, logsOf, nanos } from './shop-telemetry.ts';

const RECORDS = 20;
const SENDERS = 4;
const PAUSE_MS = 20;
/** The gateway promises an answer within 3.5 s; a kill may cost one connection more. */
const GIVE_UP_MS = 10_000;

export interface Load {
  /** Numbers of the records whose request was answered with success, so far. */
  acknowledged(): number;
  /** Stops sending; gives every number that was acknowledged. */
  stop(): Promise<readonly number[]>;
  /** Answers that tell a sender to drop its data, which must not be. */
  readonly refusals: string[];
  /** Answers that tell it to come again, and connections that broke. */
  readonly retries: string[];
}

/**
 * Log records numbered from `first`, each once acknowledged at most: a request without an answer is sent again with new
 * numbers, because whether the first was kept is unknown. `time`: of every record.
 */
export function startLoad(origin: string, first: number, time: number): Load {
  let next = first;
  let stopped = false;
  const acknowledged: number[] = [];
  const refusals: string[] = [];
  const retries: string[] = [];
  const send = async (): Promise<void> => {
    while (!stopped) {
      const numbers = Array.from({ length: RECORDS }, () => next++);
      const body = logsOf(
        CART,
        numbers.map((number) => ({
          timeUnixNano: nanos(time) + BigInt(number),
          severityNumber: 9,
          body: `order ${number} was placed`,
          attributes: { 'test.number': number },
        })),
      );
      try {
        const answer = await Promise.race([
          postOtlp(origin, 'logs', body, { encoding: 'gzip' }),
          pause(GIVE_UP_MS).then(() => {
            throw new Error('no answer');
          }),
        ]);
        await answer.arrayBuffer();
        if (answer.status === 200) acknowledged.push(...numbers);
        else if (answer.status === 429 || answer.status === 503) retries.push(String(answer.status));
        else refusals.push(String(answer.status));
      } catch (error) {
        retries.push(String(error));
      }
      await pause(PAUSE_MS);
    }
  };
  const senders = Array.from({ length: SENDERS }, send);
  return {
    acknowledged: () => acknowledged.length,
    refusals,
    retries,
    async stop() {
      stopped = true;
      await Promise.all(senders);
      return acknowledged;
    },
  };
}
