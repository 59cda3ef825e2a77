import type { Precedes } from '../evidence.ts';
import { MINUTE } from '../time.ts';
import { failureWords } from './failure-words.ts';

/** What a sign came before, after its name in plain words. No full stop. */
export function precursorWords(sign: string, { failure, support, times, onsets, lead }: Precedes): string {
  const minutes = Math.max(1, Math.round(lead / MINUTE));
  const vain = times - support;
  const without = vain === 0 ? '' : `; ${vain} of ${times} times none followed`;
  return `${sign} preceded ${support} of ${onsets} past failures (${failureWords[failure].short}) by ${minutes} min${without}`;
}
