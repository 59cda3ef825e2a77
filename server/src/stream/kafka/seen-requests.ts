import type { DurationMs } from '@foreshock/model/time.ts';
import { sha256 } from '../../base/crypto/digest.ts';
import type { OpenedRecord } from '../journal/record.ts';

/**
 * Which requests the topic had before. A writer that gets no answer, a gateway that was killed, a spill that is emptied a
 * second time: all may write the same request again, and the reader lets only the first one through.
 */
export interface SeenRequests {
  /** True when the same bytes of the same tenant and signal came within the window before; else remembers them. */
  isRepetition(record: OpenedRecord): boolean;
}

/** About 100 bytes each. Beyond it the oldest are forgotten, which can only cost a repetition. */
const MAX_REQUESTS = 200_000;

/** Counts in the time of the requests and not of a clock, so a second reading of the topic decides the same. */
export function createSeenRequests(windowMs: DurationMs): SeenRequests {
  /** When it was received, by identity; in the order of arrival. */
  const seen = new Map<string, number>();
  let newest = 0;
  return {
    isRepetition: ({ request, digest }) => {
      const { tenant, signal, receivedAt } = request;
      const identity = `${tenant} ${signal} `;
      const key = Buffer.from(sha256(Buffer.concat([Buffer.from(identity), digest]))).toString('latin1', 0, 16);
      const earlier = seen.get(key);
      if (earlier !== undefined && receivedAt - earlier < windowMs) return true;
      seen.delete(key);
      seen.set(key, receivedAt);
      newest = Math.max(newest, receivedAt);
      for (const [oldest, at] of seen) {
        if (at >= newest - windowMs && seen.size <= MAX_REQUESTS) break;
        seen.delete(oldest);
      }
      return false;
    },
  };
}
