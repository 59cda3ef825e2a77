import type { Result } from '@foreshock/model/known-error.ts';
import { type DurationMs, MINUTE } from '@foreshock/model/time.ts';
import type { ReceivedRequest, StreamPosition } from '../telemetry-stream.ts';

/** Senders give up after five minutes; three times that covers one that was paused. */
export const RESEND_WINDOW_MS = 15 * MINUTE;

/** About 250 bytes each. Beyond it the oldest are forgotten, which can only cost a repetition. */
const MAX_REQUESTS = 200_000;

export type Publication = Promise<Result<StreamPosition>>;

/** What was published lately, so that the same bytes sent again are the same request. */
export interface RecentRequests {
  /** The first publication of the same bytes, perhaps still on its way. */
  find(request: RequestIdentity): Publication | undefined;
  /** Forgets it again when it fails: the next one with the same bytes is then a first one. */
  add(request: RequestIdentity, publication: Publication): void;
}

export type RequestIdentity = Pick<ReceivedRequest, 'tenant' | 'signal'> & { readonly digest: Uint8Array };

/** `elapsed`: since any fixed moment, and never stepping: a wall clock that is set must not make old what came just now. */
export function createRecentRequests(elapsed: () => DurationMs): RecentRequests {
  /** In the order of arrival, so the oldest are the first. */
  const recent = new Map<string, { readonly addedAt: DurationMs; readonly publication: Publication }>();

  const forgetOld = (): void => {
    const oldestKept = elapsed() - RESEND_WINDOW_MS;
    for (const [key, { addedAt }] of recent) {
      if (addedAt >= oldestKept && recent.size <= MAX_REQUESTS) return;
      recent.delete(key);
    }
  };

  return {
    find: (request) => {
      const found = recent.get(keyOf(request));
      const isRecent = found !== undefined && found.addedAt >= elapsed() - RESEND_WINDOW_MS;
      return isRecent ? found.publication : undefined;
    },
    add: (request, publication) => {
      const key = keyOf(request);
      const entry = { addedAt: elapsed(), publication };
      recent.delete(key);
      recent.set(key, entry);
      forgetOld();
      void publication.then((result) => {
        if (!result.ok && recent.get(key) === entry) recent.delete(key);
      });
    },
  };
}

function keyOf({ tenant, signal, digest }: RequestIdentity): string {
  return `${tenant} ${signal} ${Buffer.from(digest).toString('base64')}`;
}
