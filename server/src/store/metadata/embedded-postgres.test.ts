import fs, { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { createSectorCipher } from '../../base/crypto/sector-cipher.ts';
import { openOnFiles } from './embedded-postgres.ts';
import { EncryptedFiles } from './encrypted-files.ts';
import { OPENING_MS, openTestMetadata, TEST_KEY, TEST_PREPARED } from './open-test-metadata.ts';
import { unpackEncrypted } from './unpack-directory.ts';

test(
  'a statement whose transaction is gone is refused, and a commit that cannot be synced is not acknowledged',
  async () => {
    await (await openTestMetadata()).remove(); // makes the prepared directory where it is missing
    const root = mkdtempSync(join(tmpdir(), 'foreshock-embedded-'));
    onTestFinished(() => rmSync(root, { recursive: true, force: true }));
    const directory = join(root, 'files');
    mkdirSync(directory);
    const cipher = createSectorCipher(TEST_KEY, 'test');
    await unpackEncrypted(readFileSync(TEST_PREPARED), directory, cipher);
    let diskFails = false;
    const files = new EncryptedFiles(directory, cipher, {
      ...fs,
      fdatasyncSync: (fd) => {
        if (diskFails) throw Object.assign(new Error('input/output error'), { code: 'EIO' });
        fs.fdatasyncSync(fd);
      },
    });
    const postgres = await openOnFiles(files);
    const run = (sql: string, inTransaction: boolean) => postgres.run({ sql, parameters: [], inTransaction });

    expect(await run('SELECT 1 AS one', true)).toMatchObject({ error: { isFatal: false } });
    expect(await run('SELECT 1 AS one', false)).toMatchObject({ rows: [{ one: 1 }] });
    expect(await run('SELECT 1 / 0', false)).toMatchObject({ error: { code: '22012', isFatal: false } });
    diskFails = true;
    expect(await run('CREATE TABLE lost (id int)', false)).toMatchObject({ error: { isFatal: true } });
    diskFails = false;
    files.abandon();

    const again = await openOnFiles(new EncryptedFiles(directory, cipher));
    expect(await again.run({ sql: 'SELECT 1 AS one', parameters: [], inTransaction: false })).toMatchObject({
      rows: [{ one: 1 }],
    });
    await again.close();
  },
  OPENING_MS,
);

test('a directory without a database is refused, not filled', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'foreshock-embedded-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const cipher = createSectorCipher(TEST_KEY, 'test');
  await expect(openOnFiles(new EncryptedFiles(directory, cipher))).rejects.toMatchObject({ code: 44 });
  expect(fs.readdirSync(directory)).toEqual([]);
});
