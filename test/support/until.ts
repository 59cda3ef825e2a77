import { setTimeout as pause } from 'node:timers/promises';

const GLANCE_MS = 50;
/** The end of a log says most. */
const LAST_SEEN_CHARACTERS = 2_000;

/**
 * What `ask` gives, as soon as it is something other than `undefined` or `false`. A throw counts as "not yet". After
 * `withinMs` the error says what was waited for and what was seen last.
 */
export async function until<T>(
  what: string,
  withinMs: number,
  ask: () => Promise<T | undefined | false> | T | undefined | false,
  lastSeen: () => unknown = () => undefined,
): Promise<T> {
  const deadline = Date.now() + withinMs;
  let reason: unknown;
  do {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
      reason = lastSeen();
    } catch (error) {
      reason = error;
    }
    await pause(GLANCE_MS);
  } while (Date.now() < deadline);
  const seen = reason instanceof Error ? (reason.stack ?? reason.message) : String(JSON.stringify(reason));
  throw new Error(`waited ${withinMs} ms for ${what}; last seen: ${seen.slice(-LAST_SEEN_CHARACTERS)}`);
}
