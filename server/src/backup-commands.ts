// `foreshock backup --offline | backup verify | restore`: on directories, without a program that runs.
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { formatTime } from '@foreshock/model/time.ts';
import { openBackup } from './backup/read-backup.ts';
import { restoreBackup } from './backup/restore-backup.ts';
import { verifyBackup } from './backup/verify-backup.ts';
import { writeBackup } from './backup/write-backup.ts';
import { systemClock } from './base/clock.ts';
import { findMasterKey, readMasterKeyFile } from './base/crypto/master-key.ts';
import { parseWords } from './cli/parse-words.ts';
import { tableText } from './cli/table-text.ts';
import { type Config, readConfig } from './config.ts';
import { readInsertInHand } from './ingest/insert-in-hand.ts';
import type { ExitCode, LedgerCommandTools } from './ledger-commands.ts';
import { openStored } from './open-stored.ts';
import { lockDirectory } from './store/metadata/directory-lock.ts';
import { createTelemetryStore } from './store/telemetry/create-telemetry-store.ts';
import { VERSION } from './version.ts';

const BACKUP_USAGE = `foreshock backup --offline --data DIR --to DIR   of a program that is not running; into a directory of its own in --to
foreshock backup verify BACKUP                  restores it into a directory that is deleted again, reads and counts
foreshock restore BACKUP --data DIR             into a new or empty directory; the program starts on it afterwards

  --data DIR, --config FILE   whose data
  --key-file FILE             with the master key, 64 hex digits; else the setting masterKey, for verify else the key in --data
  --json                      the answer as JSON

exit code: 0 done, 1 could not be done, 2 wrong use, 3 the backup is damaged`;

type Act = 'write' | 'verify' | 'restore';

interface Wanted {
  readonly act: Act;
  /** The backup, or the directory that it goes into. */
  readonly place: string;
  readonly keyFile: string | undefined;
  readonly json: boolean;
  readonly config: Config;
}

const OFFLINE_FLAGS = ['--offline', '--data', '--to'];

/** Without them a running program makes the backup. */
export function isOfflineBackup([noun, verb, ...rest]: readonly string[]): boolean {
  if (noun === 'restore') return true;
  return noun === 'backup' && (verb === 'verify' || OFFLINE_FLAGS.some((flag) => [verb, ...rest].includes(flag)));
}

/** `argv`: what follows the program's name. */
export async function runBackupCommand(argv: readonly string[], tools: LedgerCommandTools): Promise<ExitCode> {
  const wanted = readWanted(argv, tools);
  if (!wanted.ok) {
    tools.complain(`${wanted.error.message}\n\n${BACKUP_USAGE}`);
    return 2;
  }
  const done = await runners[wanted.value.act](wanted.value, tools);
  if (done.ok) return done.value;
  tools.complain(done.error.message);
  return 1;
}

const runners: Readonly<Record<Act, (wanted: Wanted, tools: LedgerCommandTools) => Promise<Result<ExitCode>>>> = {
  write,
  verify,
  restore,
};

function readWanted(argv: readonly string[], tools: LedgerCommandTools): Result<Wanted> {
  const parsed = parseWords(argv, ['data', 'config', 'key-file', 'to'], ['offline']);
  if (!parsed.ok) return parsed;
  const { words, flags } = parsed.value;
  const act: Act = words[0] === 'restore' ? 'restore' : words[1] === 'verify' ? 'verify' : 'write';
  if (act === 'write' && !flags.has('offline')) return failure('input-invalid', '--data and --to go with --offline');
  const place = act === 'write' ? flags.get('to') : words[act === 'verify' ? 2 : 1];
  if (place === undefined) return failure('input-invalid', act === 'write' ? '--to is missing' : 'BACKUP is missing');
  if (act !== 'verify' && !flags.has('data') && !flags.has('config'))
    return failure('input-invalid', '--data is missing: name the directory of the data');
  const rest = ['data', 'config'].flatMap((name) => (flags.has(name) ? [`--${name}`, flags.get(name)!] : []));
  const config = readConfig(rest, tools.environment, tools.readText);
  if (!config.ok) return config;
  const json = flags.has('json');
  return success({ act, place: resolve(place), keyFile: flags.get('key-file'), json, config: config.value });
}

async function write({ place, json, config }: Wanted, tools: LedgerCommandTools): Promise<Result<ExitCode>> {
  const { dataDirectory } = config;
  if (!existsSync(dataDirectory))
    return failure('configuration-invalid', `no data in ${dataDirectory}: name its directory with --data`);
  const lock = lockDirectory(dataDirectory);
  if (!lock.ok) return failure(lock.error.code, `${lock.error.message}, or leave --offline out`);
  try {
    if ((await readInsertInHand(dataDirectory)) !== undefined)
      return failure(
        'state-conflict',
        `${dataDirectory} was not left in order: start the program and stop it, then again`,
      );
    mkdirSync(place, { recursive: true, mode: 0o700 });
    const written = await writeStopped(place, config, tools);
    if (!written.ok) return written;
    const { name, markedAt, sizeBytes } = written.value;
    const path = join(place, name);
    const answer = { path, markedAt: formatTime(markedAt), sizeBytes };
    tools.print(json ? JSON.stringify(answer, undefined, 2) : path);
    return success(0);
  } finally {
    lock.value.release();
  }
}

async function writeStopped(place: string, config: Config, tools: LedgerCommandTools): ReturnType<typeof writeBackup> {
  const stored = await openStored(config, 'foreshock backup without --offline');
  if (!stored.ok) return stored;
  const { keys, copyTo, close } = stored.value;
  try {
    const store = await createTelemetryStore({
      directory: join(config.dataDirectory, 'telemetry'),
      key: keys.derive({ purpose: 'telemetry', tenant: '', part: '' }),
      config: config.store,
      backupDirectory: place,
    });
    if (!store.ok) return store;
    try {
      return await writeBackup(place, {
        dataDirectory: config.dataDirectory,
        metadata: { copyTo },
        store: store.value,
        keys,
        clock: systemClock,
        version: VERSION,
        hold: async (work) => success(await work()),
        onStep: (step) => tools.complain(`backup: ${step}`),
      });
    } finally {
      await store.value.close();
    }
  } finally {
    await close();
  }
}

async function verify({ place, keyFile, json, config }: Wanted, tools: LedgerCommandTools): Promise<Result<ExitCode>> {
  const key = await keyOf(keyFile, config, true);
  if (!key.ok) return key;
  const opened = await openBackup(place, key.value.key);
  if (!opened.ok) return opened.error.code === 'input-invalid' ? damaged([opened.error.message], json, tools) : opened;
  const verdict = await verifyBackup(opened.value, config.store);
  if (!verdict.ok) return verdict;
  const { faults, ...rows } = verdict.value;
  if (faults.length > 0) return damaged(faults, json, tools);
  const { markedAt } = opened.value.manifest;
  if (json) tools.print(JSON.stringify({ sound: true, markedAt: formatTime(markedAt), ...rows }, undefined, 2));
  else {
    const counted = Object.entries({ ...rows.metadataRows, ...rows.telemetryRows });
    tools.print(`sound: all that was acknowledged before ${formatTime(markedAt)}`);
    tools.print(
      tableText(
        ['table', 'rows'],
        counted.map(([table, count]) => [table, String(count)]),
      ),
    );
  }
  return success(0);
}

function damaged(faults: readonly string[], json: boolean, tools: LedgerCommandTools): Result<ExitCode> {
  tools.print(json ? JSON.stringify({ sound: false, faults }, undefined, 2) : `damaged:\n${faults.join('\n')}`);
  return success(3);
}

async function restore({ place, keyFile, json, config }: Wanted, tools: LedgerCommandTools): Promise<Result<ExitCode>> {
  const key = await keyOf(keyFile, config, false);
  if (!key.ok) return key;
  const opened = await openBackup(place, key.value.key);
  if (!opened.ok) return opened;
  const { dataDirectory } = config;
  const options = { dataDirectory, config: config.store, ...(key.value.isFile && { masterKey: key.value.key }) };
  const done = await restoreBackup(opened.value, options);
  if (!done.ok) return done;
  const { markedAt, version } = opened.value.manifest;
  const answer = { dataDirectory, markedAt: formatTime(markedAt), version };
  const text = `${dataDirectory}: all that was acknowledged before ${answer.markedAt}; start the program with --data ${dataDirectory}`;
  tools.print(json ? JSON.stringify(answer, undefined, 2) : text);
  return success(0);
}

interface GivenKey {
  readonly key: Uint8Array;
  /** Else the configuration has it. */
  readonly isFile: boolean;
}

async function keyOf(keyFile: string | undefined, config: Config, mayBeInData: boolean): Promise<Result<GivenKey>> {
  const { dataDirectory, masterKey } = config;
  const isConfigured = masterKey !== undefined;
  const find = async (): Promise<Result<Uint8Array | undefined>> => {
    if (keyFile !== undefined) return readMasterKeyFile(keyFile);
    if (isConfigured || mayBeInData) return findMasterKey({ dataDirectory, ...(isConfigured && { masterKey }) });
    return success(undefined);
  };
  const found = await find();
  if (!found.ok) return found;
  if (found.value) return success({ key: found.value, isFile: !isConfigured });
  return failure(
    'configuration-invalid',
    keyFile === undefined
      ? 'no master key: name a file that holds it with --key-file (a copy of keys/master.key), or set masterKey'
      : `--key-file ${keyFile}: there is no such file`,
  );
}
