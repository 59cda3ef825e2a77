import type { Timestamp } from '@foreshock/model/time.ts';
import type { ApiKeyView, IngestKeyView } from '../../answer-shapes.ts';
import { durationWords } from '../../words/duration-words.ts';

/** The server writes uses down by the minute. */
const EXACT_TO_MS = 60_000;

export function lastUseWords({ lastUsedAt }: Pick<IngestKeyView, 'lastUsedAt'>, now: Timestamp): string {
  if (lastUsedAt === null) return 'never';
  const ago = now - Date.parse(lastUsedAt);
  return ago < 2 * EXACT_TO_MS ? 'just now' : `${durationWords(ago)} ago`;
}

/** `never`, `in 30 days`, `expired 2 h ago`, `revoked 5 min ago`. */
export function endWords(key: Pick<IngestKeyView, 'expiresAt' | 'revokedAt'>, now: Timestamp): string {
  if (key.revokedAt !== null) {
    const ago = now - Date.parse(key.revokedAt);
    return ago < EXACT_TO_MS ? 'revoked just now' : `revoked ${durationWords(ago)} ago`;
  }
  if (key.expiresAt === null) return 'never';
  const left = Date.parse(key.expiresAt) - now;
  return left > 0 ? `in ${durationWords(left)}` : `expired ${durationWords(-left)} ago`;
}

export const roleWords: Readonly<Record<ApiKeyView['role'], string>> = {
  viewer: 'read',
  responder: 'read, acknowledge, resolve',
  editor: 'read, respond, change rules',
  admin: 'everything, keys too',
};
