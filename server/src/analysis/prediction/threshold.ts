import { jeffreysInterval } from '../statistics/jeffreys-interval.ts';
import type { Episode } from './earned-odds.ts';

/** Before this many calls have come to an end nothing is known about precision. */
export const MATURED_FROM = 20;
const UNTIL_THEN = 0.5;
const TARGET_PRECISION = 0.6;
const LOWEST = 0.3;
const HIGHEST = 0.95;

/**
 * The probability from which a family is warned about: the smallest one whose past calls came true often enough, by
 * the lower end of their 80 % interval. When none does, the highest: a family that is always wrong stays quiet.
 */
export function warningThreshold(episodes: readonly Episode[]): number {
  if (episodes.length < MATURED_FROM) return UNTIL_THEN;
  for (let percent = LOWEST * 100; percent <= HIGHEST * 100; percent += 5) {
    const called = episodes.filter((episode) => episode.called >= percent / 100);
    const hits = called.filter((episode) => episode.hit).length;
    if (called.length >= 5 && jeffreysInterval(hits, called.length, 0.8).low >= TARGET_PRECISION) {
      // Below the lowest call on record nothing was measured.
      return Math.max(percent / 100, Math.min(...called.map((episode) => episode.issued)));
    }
  }
  return HIGHEST;
}
