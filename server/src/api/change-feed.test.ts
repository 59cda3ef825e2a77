import type { Result } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CHANGES_KEPT_MS, forgetChanges } from '../store/metadata/changes.ts';
import { keepFindings } from '../store/metadata/findings.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from '../store/metadata/open-test-metadata.ts';
import { testFindings, testIncident } from '../store/metadata/test-findings.ts';
import { type ChangeFeed, createChangeFeed, type Followed, type FollowFrom } from './change-feed.ts';

/** Few, because each reads the log. */
const MOST = 5;

let metadata: TestMetadata;
let feed: ChangeFeed;
beforeAll(async () => {
  metadata = await openTestMetadata();
  feed = newFeed();
}, OPENING_MS);
afterAll(async () => {
  await feed.stop();
  await metadata.remove();
});

function newFeed(heartbeatMs = 60_000): ChangeFeed {
  return createChangeFeed({
    db: metadata.db,
    heartbeatMs,
    maxWatchers: MOST,
    onError: (error) => {
      throw error;
    },
  });
}

type Stream = AsyncGenerator<Result<Followed>>;

async function open(
  tenant: TenantId,
  from: FollowFrom,
  by = feed,
  signal = new AbortController().signal,
): Promise<Stream> {
  const followed = await by.follow(tenant, from, signal);
  if (!followed.ok) throw new Error(followed.error.message);
  return followed.value;
}

/** Ids of the next incidents, and the place after the last. */
async function take(stream: Stream, count: number): Promise<{ ids: string[]; token: string }> {
  const ids: string[] = [];
  let token = '';
  while (ids.length < count) {
    const { value } = await stream.next();
    if (!value?.ok) throw new Error(value?.error.code ?? 'the stream has ended');
    token = value.value.token;
    if (value.value.change?.kind === 'incident') ids.push(value.value.change.object);
  }
  return { ids, token };
}

let minute = 0;
async function find(tenant: TenantId, ...ids: string[]): Promise<void> {
  minute += 1;
  const incidents = ids.map((id) => testIncident(id));
  await keepFindings(metadata.db, tenant, testFindings(minute * 60_000, { incidents }), undefined);
}

test('who comes without a place is told where it stands, and then what is new', async () => {
  const tenant = await metadata.newTenant();
  await find(tenant, 'inc_old');
  const stream = await open(tenant, {});
  expect((await stream.next()).value).toEqual({
    ok: true,
    value: { token: await feed.head(tenant), change: undefined },
  });
  const waiting = take(stream, 1);
  await find(tenant, 'inc_new');
  feed.wake();
  expect((await waiting).ids).toEqual(['inc_new']);
  await stream.return(undefined);
});

test('who goes on from a token gets all after it once, of another feed over the same store too', async () => {
  const tenant = await metadata.newTenant();
  await find(tenant, 'inc_0', 'inc_1', 'inc_2', 'inc_3');
  const start = await feed.head(tenant);
  await find(tenant, 'inc_a', 'inc_b', 'inc_c');
  const first = await open(tenant, { after: start });
  const { ids, token } = await take(first, 2);
  await first.return(undefined);
  await find(tenant, 'inc_d');
  const later = newFeed();
  const second = await open(tenant, { after: token }, later);
  expect([...ids, ...(await take(second, 2)).ids]).toEqual(['inc_a', 'inc_b', 'inc_c', 'inc_d']);
  await second.return(undefined);
  await later.stop();
});

test('what nobody announced is told at the next look', async () => {
  const tenant = await metadata.newTenant();
  const stream = await open(tenant, {});
  const waiting = take(stream, 1);
  await find(tenant, 'inc_quiet');
  expect((await waiting).ids).toEqual(['inc_quiet']);
  await stream.return(undefined);
});

test('while nothing happens there are heartbeats with the place', async () => {
  const tenant = await metadata.newTenant();
  const quick = newFeed(1);
  const stream = await open(tenant, {}, quick);
  const tokens = [];
  for (let count = 0; count < 3; count += 1) tokens.push((await stream.next()).value);
  const beat = { ok: true, value: { token: await feed.head(tenant), change: undefined } };
  expect(tokens).toEqual([beat, beat, beat]);
  await stream.return(undefined);
  await quick.stop();
});

test('a token that is none names its field; one that is too old says so, before a stream begins and in it', async () => {
  const tenant = await metadata.newTenant();
  const { signal } = new AbortController();
  expect(await feed.follow(tenant, { after: '17' }, signal)).toMatchObject({
    ok: false,
    error: { code: 'input-invalid', fields: [{ field: 'after' }] },
  });
  const start = await feed.head(tenant);
  const stream = await open(tenant, { after: start });
  await stream.next();
  await find(tenant, 'inc_1');
  await forgetChanges(metadata.db, Date.now() + CHANGES_KEPT_MS + 60_000);
  expect((await stream.next()).value).toMatchObject({ ok: false, error: { code: 'resume-token-expired' } });
  expect((await stream.next()).done).toBe(true);
  expect(await feed.follow(tenant, { after: start }, signal)).toMatchObject({
    ok: false,
    error: { code: 'resume-token-expired' },
  });
});

test('who leaves ends, also in the middle of waiting, and makes room', async () => {
  const tenant = await metadata.newTenant();
  const leaving = new AbortController();
  const streams: Stream[] = [];
  for (let count = 0; count < MOST; count += 1) {
    const stream = await open(tenant, {}, feed, leaving.signal);
    await stream.next();
    streams.push(stream);
  }
  const { signal } = new AbortController();
  expect(await feed.follow(tenant, {}, signal)).toMatchObject({ ok: false, error: { code: 'watchers-too-many' } });
  const waiting = streams.map((stream) => stream.next());
  leaving.abort();
  for (const next of await Promise.all(waiting)) expect(next.done).toBe(true);
  expect((await feed.follow(tenant, {}, signal)).ok).toBe(true);
});

test('what happens in one project is not told to another', async () => {
  const [own, other] = [await metadata.newTenant(), await metadata.newTenant()];
  const stream = await open(other, {});
  await find(own, 'inc_own');
  await find(other, 'inc_other');
  expect((await take(stream, 1)).ids).toEqual(['inc_other']);
  await stream.return(undefined);
});
