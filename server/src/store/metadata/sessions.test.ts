import { HOUR } from '@foreshock/model/time.ts';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIngestKey } from './ingest-keys.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import {
  createSession,
  createSignInToken,
  endSession,
  SESSION_IDLE_MS,
  SESSION_LIFE_MS,
  touchSession,
  useSignInToken,
} from './sessions.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

async function identity() {
  return { tenant: await metadata.newTenant(), person: 'ada', role: 'admin' };
}

test('a sign-in token works once, before it expires', async () => {
  const { db } = metadata;
  const ada = await identity();
  const token = await createSignInToken(db, ada, 1_000);
  const late = await createSignInToken(db, ada, 1_000);
  expect(await useSignInToken(db, `${token}x`, 999)).toBeUndefined();
  expect(await useSignInToken(db, token, 999)).toEqual(ada);
  expect(await useSignInToken(db, token, 999)).toBeUndefined();
  expect(await useSignInToken(db, late, 1_000)).toBeUndefined();
});

test('two people who use one token at once are not both let in', async () => {
  const { db } = metadata;
  const token = await createSignInToken(db, await identity(), 1_000);
  const results = await Promise.all([1, 2, 3].map(() => useSignInToken(db, token, 1)));
  expect(results.filter((result) => result !== undefined)).toHaveLength(1);
});

test('a session lives while it is used, and a week at most', async () => {
  const { db } = metadata;
  const { secret, session } = await createSession(db, await identity(), 0);
  expect(session.expiresAt).toBe(SESSION_IDLE_MS);
  let now = 0;
  while (now + 7 * HOUR < SESSION_LIFE_MS) {
    now += 7 * HOUR;
    const touched = await touchSession(db, secret, now);
    expect(touched).toMatchObject({ person: 'ada', lastSeenAt: now });
    expect(touched!.expiresAt).toBe(Math.min(now + SESSION_IDLE_MS, SESSION_LIFE_MS));
  }
  expect(await touchSession(db, secret, SESSION_LIFE_MS)).toBeUndefined();
});

test('an idle session ends, and so does one that is ended', async () => {
  const { db } = metadata;
  const idle = await createSession(db, await identity(), 0);
  expect(await touchSession(db, idle.secret, SESSION_IDLE_MS)).toBeUndefined();
  const ended = await createSession(db, await identity(), 0);
  expect(await touchSession(db, `${ended.secret}x`, 1)).toBeUndefined();
  expect(await endSession(db, ended.secret)).toBe(true);
  expect(await endSession(db, ended.secret)).toBe(false);
  expect(await touchSession(db, ended.secret, 1)).toBeUndefined();
});

test('a clock that steps back does not shorten a session', async () => {
  const { db } = metadata;
  const { secret } = await createSession(db, await identity(), 5 * HOUR);
  expect(await touchSession(db, secret, HOUR)).toMatchObject({ lastSeenAt: 5 * HOUR });
});

test('no secret is kept in any table', async () => {
  const { db } = metadata;
  const ada = await identity();
  const secrets = [
    await createSignInToken(db, ada, 1_000),
    (await createSession(db, ada, 0)).secret,
    (await createIngestKey(db, ada.tenant, { name: 'k', signals: [], createdBy: 'ada' }, 0))!.secret,
  ];
  for (const table of ['sign_in_tokens', 'sessions', 'ingest_keys']) {
    const { rows } = await sql<{ row: string }>`SELECT t::text AS row FROM ${sql.table(table)} AS t`.execute(db);
    expect(rows.length).toBeGreaterThan(0);
    for (const { row } of rows) for (const secret of secrets) expect(row.includes(secret)).toBe(false);
  }
});
