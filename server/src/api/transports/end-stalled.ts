import { type DurationMs, SECOND } from '@foreshock/model/time.ts';

/** Two heartbeats: a reader that is there takes each within a moment. */
export const STALLED_AFTER_MS: DurationMs = 30 * SECOND;

export interface StalledReaders {
  /** A reader took nothing for too long and was ended. */
  readonly count: () => void;
  /** Resolves when a reader has had its time, or has taken what it was given. */
  readonly wait: (ms: DurationMs, taken: AbortSignal) => Promise<void>;
}

/**
 * The same items; where the next is not asked for in time, because what was written is not taken, the reader is counted and
 * `end` is called, which closes the connection. The reader has the token of the last message that reached it.
 */
export async function* endStalled<Item>(
  items: AsyncIterable<Item>,
  end: () => void,
  { count, wait }: StalledReaders,
): AsyncGenerator<Item> {
  for await (const item of items) {
    const taken = new AbortController();
    void wait(STALLED_AFTER_MS, taken.signal).then(() => {
      if (taken.signal.aborted) return;
      count();
      end();
    });
    try {
      yield item;
    } finally {
      taken.abort();
    }
  }
}
