import { type DurationMs, SECOND } from '@foreshock/model/time.ts';
import { delay } from '../../base/schedule.ts';

/** Two heartbeats: a reader that is there takes each within a moment. */
export const STALLED_AFTER_MS: DurationMs = 30 * SECOND;

/**
 * The same items; where the next is not asked for in time, because what was written is not taken, `end` is called, which
 * closes the connection. The reader has the token of the last message that reached it.
 */
export async function* endStalled<Item>(
  items: AsyncIterable<Item>,
  end: () => void,
  afterMs: DurationMs = STALLED_AFTER_MS,
): AsyncGenerator<Item> {
  for await (const item of items) {
    const taken = new AbortController();
    void delay(afterMs, taken.signal).then(() => {
      if (!taken.signal.aborted) end();
    });
    try {
      yield item;
    } finally {
      taken.abort();
    }
  }
}
