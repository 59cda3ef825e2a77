import { failure, type Result } from '@foreshock/model/known-error.ts';
import { MINUTE, SECOND } from '@foreshock/model/time.ts';
import type { Clock } from '../base/clock.ts';
import { createTokenBucket, type TokenBucket } from '../base/token-bucket.ts';
import type { Caller } from './caller.ts';

/** What a key has left, as its holder is told. */
export interface RequestRoom {
  readonly perMinute: number;
  readonly left: number;
  /** Until all are there again. */
  readonly fullInSeconds: number;
}

export interface RequestLimits {
  /** Takes one request of a key. `undefined` for a browser: a person is no loop. */
  take(caller: Caller): { readonly room: RequestRoom; readonly refused: Result<never> | undefined } | undefined;
}

/** A key that has asked nothing for a minute has a full bucket, as a new one. */
const MAX_BUCKETS = 10_000;

/** Each key may ask `perMinute` at once and then as many each minute. */
export function createRequestLimits(perMinute: number, clock: Clock): RequestLimits {
  const buckets = new Map<string, TokenBucket>();
  const perSecond = perMinute / (MINUTE / SECOND);
  return {
    take(caller) {
      if (caller.session !== undefined) return undefined;
      const now = clock.now();
      const name = `${caller.tenant} ${caller.credential}`;
      const bucket = buckets.get(name) ?? createTokenBucket({ perSecond, burstMs: MINUTE });
      if (!buckets.has(name)) {
        if (buckets.size >= MAX_BUCKETS) buckets.clear();
        buckets.set(name, bucket);
      }
      const hasRoom = bucket.level(now) >= 1;
      if (hasRoom) bucket.take(1, now);
      const level = bucket.level(now);
      const room = {
        perMinute,
        left: Math.floor(level),
        fullInSeconds: Math.ceil((perMinute - level) / perSecond),
      };
      if (hasRoom) return { room, refused: undefined };
      const waitMs = Math.ceil(((1 - level) / perSecond) * SECOND);
      const text = `key "${caller.name}" has asked ${perMinute} times within a minute: ask again in ${Math.ceil(waitMs / SECOND)} s`;
      return { room, refused: failure('requests-too-many', text, waitMs) };
    },
  };
}
