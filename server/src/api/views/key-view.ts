import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { formatTime, parseTime, type Timestamp } from '@foreshock/model/time.ts';
import { type KeyLife, stateOfKey } from '../../store/metadata/key-life.ts';
import { timeOrNull } from './time-or-null.ts';

/** What people are shown of the life of a key, whatever it is for. */
export function viewKeyLife(key: KeyLife, now: Timestamp) {
  return {
    state: stateOfKey(key, now),
    createdBy: key.createdBy,
    createdAt: formatTime(key.createdAt),
    expiresAt: timeOrNull(key.expiresAt),
    revokedAt: timeOrNull(key.revokedAt),
    lastUsedAt: timeOrNull(key.lastUsedAt),
  };
}

/** When a key that is to be made ends: never, or at a time that is to come. */
export function readExpiry(text: string | undefined, now: Timestamp): Result<Timestamp | undefined> {
  const time = text === undefined ? undefined : parseTime(text);
  if (time !== undefined && time <= now)
    return failure('input-invalid', `expiresAt is "${text}": expected a time that is to come`);
  return success<Timestamp | undefined>(time);
}
