import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { AcceptedKey } from '../stream/telemetry-stream.ts';

/** When a key was last shown by a sender who was let in. */
export interface KeyUse {
  readonly id: string;
  readonly tenant: AcceptedKey['tenant'];
  readonly at: Timestamp;
}

/** Remembers uses until they are told. */
export interface KeyUses {
  note(key: AcceptedKey, at: Timestamp): void;
  /** What is to be told now: the first use of a key at once, then one a minute. */
  take(): readonly KeyUse[];
}

/** People look at minutes; each told use is a row written. */
const TOLD_EVERY_MS = MINUTE;

export function createKeyUses(): KeyUses {
  const last = new Map<string, { use: KeyUse; toldAt: Timestamp }>();
  return {
    note: (key, at) => {
      last.set(key.id, {
        use: { id: key.id, tenant: key.tenant, at },
        toldAt: last.get(key.id)?.toldAt ?? Number.NEGATIVE_INFINITY,
      });
    },
    take: () => {
      const due = [...last.values()].filter(({ use, toldAt }) => use.at - toldAt >= TOLD_EVERY_MS);
      for (const known of due) known.toldAt = known.use.at;
      return due.map(({ use }) => use);
    },
  };
}
