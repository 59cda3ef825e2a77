// `foreshock keys rotate`: another master key for the data of a program that is not running.
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { systemClock } from './base/clock.ts';
import { createKeyRing, fingerprintOf } from './base/crypto/key-ring.ts';
import { masterKeyFile, readMasterKeyFile } from './base/crypto/master-key.ts';
import { openWrappedRing } from './base/crypto/open-key-ring.ts';
import { replaceMasterKeyFile, rewrapRoot } from './base/crypto/rotate-master-key.ts';
import { parseWords } from './cli/parse-words.ts';
import { type Config, readConfig } from './config.ts';
import type { ExitCode, LedgerCommandTools } from './ledger-commands.ts';
import { openStored } from './open-stored.ts';
import { recordAudit } from './store/metadata/audit.ts';
import { lockDirectory } from './store/metadata/directory-lock.ts';
import { listTenants } from './store/metadata/tenants.ts';

const KEYS_USAGE = `foreshock keys rotate --data DIR   another master key opens the data from now on, and the present one does not

  --data DIR, --config FILE   whose key; the program must not be running
  --new-key-file FILE         with 64 hex digits; without it one is made. Needed where the setting masterKey has the key
  --json                      the answer as JSON

exit code: 0 done, 1 could not be done, 2 wrong use`;

interface Rotated {
  /** Of the new master key. */
  readonly fingerprint: string;
  /** Where the program reads it; absent where the configuration must be changed. */
  readonly file: string | undefined;
}

/** `argv`: what follows `keys`. */
export async function runKeysCommand(argv: readonly string[], tools: LedgerCommandTools): Promise<ExitCode> {
  const wrong = (text: string): ExitCode => {
    tools.complain(`${text}\n\n${KEYS_USAGE}`);
    return 2;
  };
  const parsed = parseWords(argv, ['data', 'config', 'new-key-file']);
  if (!parsed.ok) return wrong(parsed.error.message);
  const { words, flags } = parsed.value;
  if (words[0] !== 'rotate') return wrong(`no such command: keys ${words[0] ?? ''}`);
  if (!flags.has('data') && !flags.has('config')) return wrong('--data is missing: name the directory of the data');
  const rest = ['data', 'config'].flatMap((name) => (flags.has(name) ? [`--${name}`, flags.get(name)!] : []));
  const config = readConfig(rest, tools.environment, tools.readText);
  if (!config.ok) return wrong(config.error.message);
  const rotated = await rotate(config.value, flags.get('new-key-file'));
  if (!rotated.ok) {
    tools.complain(rotated.error.message);
    return 1;
  }
  tools.print(flags.has('json') ? JSON.stringify(rotated.value, undefined, 2) : wordsOf(rotated.value));
  return 0;
}

function wordsOf({ fingerprint, file }: Rotated): string {
  const place =
    file === undefined
      ? 'set masterKey to it before the next start: the present one opens nothing any more'
      : `it is in ${file}: keep a copy of it in another place`;
  return `the master key with fingerprint ${fingerprint} opens the data from now on\n${place}\nkeep the one before as long as you keep backups of before`;
}

async function rotate(config: Config, newKeyFile: string | undefined): Promise<Result<Rotated>> {
  const next = newKeyFile === undefined ? success(undefined) : await readMasterKeyFile(newKeyFile);
  if (!next.ok) return next;
  if (newKeyFile !== undefined && next.value === undefined)
    return failure('input-invalid', `--new-key-file ${newKeyFile}: there is no such file`);
  if (config.masterKey !== undefined && next.value === undefined)
    return failure(
      'input-invalid',
      '--new-key-file is missing: the setting masterKey has the key, so you keep the new one',
    );
  const lock = lockDirectory(config.dataDirectory);
  if (!lock.ok) return lock;
  try {
    const done = await replace(config, next.value);
    if (!done.ok) return done;
    const fingerprint = fingerprintOf(createKeyRing(done.value));
    return success({
      fingerprint,
      file: config.masterKey === undefined ? masterKeyFile(config.dataDirectory) : undefined,
    });
  } finally {
    lock.value.release();
  }
}

/** Answers with the key that opens from now on. */
async function replace(config: Config, next: Uint8Array | undefined): Promise<Result<Uint8Array>> {
  const { dataDirectory, masterKey } = config;
  if (masterKey !== undefined && next) {
    // A call before this one may have done it, and the configuration still has the key of before.
    const isDone = (await openWrappedRing(Buffer.from(masterKey, 'hex'), dataDirectory)).ok === false;
    if (isDone && (await openWrappedRing(next, dataDirectory)).ok) return success(next);
  }
  // The present key must open the data: a wrong one that is wrapped would lock it for ever.
  const stored = await openStored(config, 'nothing: it must be stopped');
  if (!stored.ok) return stored;
  const { db, close } = stored.value;
  try {
    const done =
      masterKey === undefined
        ? await replaceMasterKeyFile(dataDirectory, next)
        : await rewrap(dataDirectory, Buffer.from(masterKey, 'hex'), next!);
    if (!done.ok) return done;
    const entry = { actor: 'command line', action: 'rotateMasterKey', credential: 'data directory', address: '' };
    const object = fingerprintOf(createKeyRing(done.value));
    for (const { id } of await listTenants(db))
      await recordAudit(db, id, { ...entry, object, outcome: 'done' }, systemClock.now());
    return done;
  } finally {
    await close();
  }
}

async function rewrap(directory: string, present: Uint8Array, next: Uint8Array): Promise<Result<Uint8Array>> {
  const done = await rewrapRoot(directory, present, next);
  return done.ok ? success(next) : done;
}
