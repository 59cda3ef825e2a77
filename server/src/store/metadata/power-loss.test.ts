import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSectorCipher } from '../../base/crypto/sector-cipher.ts';
import { type EmbeddedPostgres, openOnFiles } from './embedded-postgres.ts';
import { EncryptedFiles } from './encrypted-files.ts';
import { OPENING_MS, openTestMetadata, TEST_KEY, TEST_PREPARED } from './open-test-metadata.ts';
import { createPowerLossDisk } from './power-loss-disk.ts';
import { unpackEncrypted } from './unpack-directory.ts';

const cipher = createSectorCipher(TEST_KEY, 'test');

/** Numbers in [0, 1) that are the same in each run (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

async function run(postgres: EmbeddedPostgres, sql: string, inTransaction = false) {
  const answer = await postgres.run({ sql, parameters: [], inTransaction });
  if ('error' in answer) throw new Error(`${sql.slice(0, 60)}: ${answer.error.message}`);
  return answer.rows;
}

test(
  'after a loss of power at any moment all that was acknowledged is there, and nothing in part',
  async () => {
    await (await openTestMetadata()).remove(); // makes the prepared directory where it is missing
    const root = mkdtempSync(join(tmpdir(), 'foreshock-power-'));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const directory = join(root, 'files');
    mkdirSync(directory);
    await unpackEncrypted(readFileSync(TEST_PREPARED), directory, cipher);
    const power = createPowerLossDisk(directory);
    const postgres = await openOnFiles(new EncryptedFiles(directory, cipher, power.disk));

    const chance = seeded(7);
    /** Moment by moment how many pairs had been acknowledged. */
    const acknowledged: { moment: number; pairs: number }[] = [];
    await run(postgres, 'CREATE TABLE pairs (id int PRIMARY KEY, half int NOT NULL, filler text NOT NULL)');
    acknowledged.push({ moment: power.moment(), pairs: 0 });
    for (let pair = 1; pair <= 60; pair += 1) {
      const filler = `repeat(md5('${pair}'), ${Math.floor(chance() * 100)})`;
      await run(postgres, 'BEGIN');
      await run(postgres, `INSERT INTO pairs VALUES (${2 * pair}, 0, ${filler})`, true);
      await run(postgres, `INSERT INTO pairs VALUES (${2 * pair + 1}, 1, ${filler})`, true);
      if (pair % 7 === 0) await run(postgres, `UPDATE pairs SET filler = filler || 'x' WHERE id < 40`, true);
      await run(postgres, 'COMMIT', true);
      acknowledged.push({ moment: power.moment(), pairs: pair });
      if (pair % 25 === 0) await run(postgres, 'CHECKPOINT');
      if (pair === 30) await run(postgres, 'VACUUM pairs');
      if (pair === 40) await run(postgres, `SELECT pg_logical_emit_message(false, 'test', repeat('x', 3000000))`);
    }
    await postgres.close();

    const first = acknowledged[0]!.moment;
    const moments = Array.from({ length: 12 }, () => first + Math.floor(chance() * (power.moment() - first)));
    for (const [index, moment] of [...moments, power.moment()].entries()) {
      const target = join(root, `image-${index}`);
      // Nothing that was not synced, or half of it.
      power.writeImage(target, moment, index % 2 === 0 ? () => 1 : seeded(moment));
      const reopened = await openOnFiles(new EncryptedFiles(target, cipher));
      const [found] = await run(
        reopened,
        `SELECT count(*)::int AS rows, coalesce(max(id) / 2, 0) AS pairs, sum(length(filler)) AS bytes FROM pairs`,
      );
      await run(reopened, 'SET enable_seqscan = off');
      const [byIndex] = await run(reopened, 'SELECT count(*)::int AS rows FROM pairs WHERE id > 0');
      const atLeast = Math.max(...acknowledged.filter((each) => each.moment <= moment).map((each) => each.pairs));
      const where = `image ${index} at ${moment}`;
      expect(found?.pairs, where).toBeGreaterThanOrEqual(atLeast);
      expect(found?.pairs, where).toBeLessThanOrEqual(atLeast + 1);
      expect(found?.rows, where).toBe(2 * Number(found?.pairs));
      expect(byIndex, where).toEqual({ rows: found?.rows });
      await run(reopened, `INSERT INTO pairs VALUES (100000, 0, 'still writable')`);
      await reopened.close();
    }
  },
  OPENING_MS,
);

test('a file that replaces another is on disk before it has the name of the other', () => {
  const root = mkdtempSync(join(tmpdir(), 'foreshock-rename-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const directory = join(root, 'files');
  mkdirSync(directory);
  const power = createPowerLossDisk(directory);
  const files = new EncryptedFiles(directory, cipher, power.disk);
  files.writeFile('/origins.tmp', 'what recovery reads');
  files.rename('/origins.tmp', '/origins');
  const target = join(root, 'image');
  // Of what nobody synced the names reach the disk, which were noted first, and no content.
  let names = 2;
  power.writeImage(target, power.moment(), () => (names-- > 0 ? 0 : 1));
  const found = new Uint8Array(100);
  const handle = new EncryptedFiles(target, cipher);
  const length = handle.read(handle.open('/origins'), found, 0, found.length, 0);
  expect(Buffer.from(found.subarray(0, length)).toString()).toBe('what recovery reads');
});
