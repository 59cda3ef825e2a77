// What changed, from the log that is written with each change: so who watches is told what is stored, and goes on after a
// restart of either side where it was.
import { failure, type KnownError, type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { type DurationMs, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import { delay, every } from '../base/schedule.ts';
import { type Change, type ChangePlace, placeAt, readChanges, readHead, readHeads } from '../store/metadata/changes.ts';
import type { MetadataDatabase } from '../store/metadata/database.ts';

export interface Followed {
  /** The place after it. */
  readonly token: string;
  /** Absent from a heartbeat, which comes when nothing else does. */
  readonly change: Change | undefined;
}

export interface FollowFrom {
  readonly after?: string | undefined;
  /** Without a token: what was written since then. */
  readonly since?: Timestamp | undefined;
}

export interface ChangeFeed {
  /** Something was written: whoever waits for it is told now and not at the next beat. */
  wake(): void;
  /** The place after all that is stored. */
  head(tenant: TenantId): Promise<string>;
  /**
   * Without a place what is new from now on. Ends when the signal aborts, or with an error when what it has not told yet
   * was forgotten. A follower reads on when it is asked for the next, so a slow one costs no memory.
   *
   * `input-invalid` for what is no token, `watchers-too-many`.
   */
  follow(tenant: TenantId, from: FollowFrom, signal: AbortSignal): Promise<Result<AsyncGenerator<Result<Followed>>>>;
  stop(): Promise<void>;
}

export interface ChangeFeedOptions {
  readonly db: MetadataDatabase;
  readonly onError: (error: unknown) => void;
  readonly heartbeatMs?: DurationMs;
  /** Of a project; dashboards that are open are among them. */
  readonly maxWatchers?: number;
}

/** Proxies and load balancers give up on streams that are quiet for 30 to 60 s. */
export const HEARTBEAT_MS: DurationMs = 15 * SECOND;
/** What is written without a call of `wake`, such as an answer from a channel, is told after so long. */
const LOOK_EVERY_MS: DurationMs = SECOND;
const READ_AT_ONCE = 100;
const MAX_WATCHERS = 200;

interface Waiting {
  readonly tenant: TenantId;
  readonly sequence: number;
  readonly wake: () => void;
}

export function createChangeFeed({
  db,
  onError,
  heartbeatMs = HEARTBEAT_MS,
  maxWatchers = MAX_WATCHERS,
}: ChangeFeedOptions): ChangeFeed {
  const waiting = new Set<Waiting>();
  const watchers = new Map<TenantId, number>();
  const stopped = new AbortController();

  const look = async (): Promise<void> => {
    if (waiting.size === 0) return;
    const heads = await readHeads(db);
    for (const { tenant, sequence, wake } of waiting) if (heads.get(tenant) !== sequence) wake();
  };
  const beat = every({ intervalMs: LOOK_EVERY_MS, work: look, onError });

  /** Until the head is another, or for as long as a heartbeat. */
  const waitFor = async (tenant: TenantId, sequence: number, signal: AbortSignal): Promise<void> => {
    const woken = new AbortController();
    const waiter: Waiting = { tenant, sequence, wake: () => woken.abort() };
    waiting.add(waiter);
    await delay(heartbeatMs, AbortSignal.any([woken.signal, signal]));
    waiting.delete(waiter);
  };

  async function* tell(tenant: TenantId, start: ChangePlace, signal: AbortSignal): AsyncGenerator<Result<Followed>> {
    let place = start;
    watchers.set(tenant, (watchers.get(tenant) ?? 0) + 1);
    try {
      // Who comes is told at once that it is heard, and where it stands.
      yield success({ token: tokenOf(place), change: undefined });
      while (!signal.aborted) {
        const read = await readChanges(db, tenant, place, READ_AT_ONCE);
        if (!read.ok) {
          yield read;
          return;
        }
        for (const change of read.value) {
          place = { ...place, sequence: change.sequence };
          yield success({ token: tokenOf(place), change });
          if (signal.aborted) return;
        }
        if (read.value.length > 0) continue;
        await waitFor(tenant, place.sequence, signal);
        if (signal.aborted) return;
        const heads = await readHead(db, tenant);
        if (heads.sequence === place.sequence) yield success({ token: tokenOf(place), change: undefined });
      }
    } finally {
      watchers.set(tenant, (watchers.get(tenant) ?? 1) - 1);
    }
  }

  return {
    wake: () => void look().catch(onError),
    head: async (tenant) => tokenOf(await readHead(db, tenant)),
    async follow(tenant, { after, since }, signal) {
      if ((watchers.get(tenant) ?? 0) >= maxWatchers) return tooMany(maxWatchers);
      const place = after === undefined ? undefined : parseToken(after);
      if (after !== undefined && place === undefined) return unreadable(after);
      const start = place ?? (since === undefined ? await readHead(db, tenant) : await placeAt(db, tenant, since));
      // What cannot be gone on from is said before the stream begins.
      const first = await readChanges(db, tenant, start, 1);
      if (!first.ok) return first;
      return success(tell(tenant, start, AbortSignal.any([signal, stopped.signal])));
    },
    async stop() {
      stopped.abort();
      await beat.stop();
    },
  };
}

function tooMany(most: number): { ok: false; error: KnownError } {
  return failure(
    'watchers-too-many',
    `${most} watchers follow this project already: end one that is not needed`,
    10 * SECOND,
  );
}

function unreadable(token: string): { ok: false; error: KnownError } {
  const text = `"${token}" is no token; give the resumeToken of a message or the watchFrom of a list`;
  const { error } = failure('input-invalid', `after: ${text}`);
  return { ok: false, error: { ...error, fields: [{ field: 'after', text }] } };
}

function tokenOf({ epoch, sequence }: ChangePlace): string {
  return `${epoch}-${sequence}`;
}

function parseToken(text: string): ChangePlace | undefined {
  const match = /^([0-9a-f]{12})-(\d{1,15})$/.exec(text);
  return match ? { epoch: match[1]!, sequence: Number(match[2]) } : undefined;
}
