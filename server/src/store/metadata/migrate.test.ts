import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { migrate, migrations } from './migrate.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

test('a migration that fails leaves nothing, and runs when it is tried again; each runs once', async () => {
  const { db } = metadata;
  const good = { name: '9001-good', statements: ['CREATE TABLE first (id int)'] };
  const bad = { name: '9002-bad', statements: ['CREATE TABLE second (id int)', 'CREATE TABLE second (id int)'] };
  await expect(migrate(db, [...migrations, good, bad])).rejects.toMatchObject({ code: '42P07' });
  await expect(sql`SELECT * FROM second`.execute(db)).rejects.toMatchObject({ code: '42P01' });
  const repaired = { name: bad.name, statements: bad.statements.slice(1) };
  expect(await migrate(db, [...migrations, good, repaired])).toEqual(['9002-bad']);
  expect(await migrate(db, [...migrations, good, repaired])).toEqual([]);
  await expect(migrate(db)).rejects.toThrow('newer version (9001-good, 9002-bad)');
});

test('migrations run in the order of their numbers, and no number is given twice', () => {
  const numbers = migrations.map(({ name }) => Number(name.slice(0, 4)));
  expect(numbers).toEqual([...new Set(numbers)].sort((a, b) => a - b));
});
