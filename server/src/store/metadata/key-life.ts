import type { Timestamp } from '@foreshock/model/time.ts';

/** From when until when a key is let in, and whose doing that was; of keys that send and of keys that ask. */
export interface KeyLife {
  readonly createdBy: string;
  readonly createdAt: Timestamp;
  readonly expiresAt?: Timestamp;
  readonly revokedAt?: Timestamp;
  /** To the minute. */
  readonly lastUsedAt?: Timestamp;
}

export interface KeyLifeRow {
  readonly created_by: string;
  readonly created_at: number;
  readonly expires_at: number | null;
  readonly revoked_at: number | null;
  readonly last_used_at: number | null;
}

export function lifeOf(row: KeyLifeRow): KeyLife {
  return {
    createdBy: row.created_by,
    createdAt: row.created_at,
    ...(row.expires_at !== null && { expiresAt: row.expires_at }),
    ...(row.revoked_at !== null && { revokedAt: row.revoked_at }),
    ...(row.last_used_at !== null && { lastUsedAt: row.last_used_at }),
  };
}

export function stateOfKey({ revokedAt, expiresAt }: KeyLife, now: Timestamp): 'active' | 'expired' | 'revoked' {
  if (revokedAt !== undefined) return 'revoked';
  return expiresAt !== undefined && expiresAt <= now ? 'expired' : 'active';
}
