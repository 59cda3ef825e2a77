import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import * as chdb from 'chdb';
import { sha256Hex } from '../../../base/crypto/digest.ts';
import { readFileIfAny, replaceFile } from '../../../base/durable-file.ts';
import type { StoreConfig } from '../../config.ts';
import type { ArrowColumn } from './arrow-column.ts';
import type { Connection, Insert, OutputFormat, Parameters } from './connection.ts';
import { errorOfEngine, errorOfInsert } from './engine-error.ts';
import { quoteLiteral } from './sql-text.ts';
import { storageConfiguration } from './storage-configuration.ts';

const KEY_BYTES = 32;
const KEY_VARIABLE = 'FORESHOCK_TELEMETRY_KEY_HEX';

/** The engine reads columns of ours where they lie; its package offers that to its own query builder alone. */
interface ArrowRegistry {
  _arrowRegisterColumns(connection: unknown, name: string, columns: readonly object[]): void;
  _arrowUnregister(connection: unknown, name: string): void;
}
const registry = (chdb as unknown as { readonly default: ArrowRegistry }).default;

export interface EmbeddedOptions {
  /** Made when absent. Of one process at a time. */
  readonly directory: string;
  /** 32 bytes. */
  readonly key: Uint8Array;
  readonly config: StoreConfig;
  /** Absolute: where backups may be written to and read from. */
  readonly backupDirectory?: string;
}

/**
 * Opens chDB in this process, its tables on a disk that is encrypted with AES-256-CTR.
 *
 * Errors: `configuration-invalid` when the key is missing or another; `data-directory-in-use` when another process
 * holds the directory; `store-unavailable` otherwise.
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<Result<Connection>> {
  const directory = resolve(options.directory);
  if (options.key.length !== KEY_BYTES) {
    const have = `its key has ${options.key.length} bytes, not ${KEY_BYTES}`;
    return failure('configuration-invalid', `cannot open the telemetry store at ${directory}: ${have}`);
  }
  const files = {
    directory: join(directory, 'sealed'),
    tokenDirectory: join(directory, 'tokens'),
    keyVariable: KEY_VARIABLE,
    ...(options.backupDirectory !== undefined && { backupDirectory: options.backupDirectory }),
  };
  const configFile = join(directory, 'engine.xml');
  for (const part of [files.directory, files.tokenDirectory]) await mkdir(part, { recursive: true, mode: 0o700 });
  if (!(await keyFits(directory, options.key))) {
    const reason = 'it was sealed with another key; start with the key that it was made with';
    return failure('configuration-invalid', `cannot open the telemetry store at ${directory}: ${reason}`);
  }
  await replaceFile(configFile, storageConfiguration(files, options.config));
  const path = join(directory, 'engine');
  const open = (): chdb.Session => new chdb.Session(path, { connectionArgs: [`--config-file=${configFile}`] });
  await chdb.drainPending();
  process.env[KEY_VARIABLE] = Buffer.from(options.key).toString('hex');
  const sessions: chdb.Session[] = [];
  try {
    for (let i = 0; i < 3; i++) sessions.push(open());
    const [writing, asking, scanning] = sessions as [chdb.Session, chdb.Session, chdb.Session];
    writing.query(`SET ${noSpills}`);
    writing.query(`SET ${insertLimits(options.config)}`);
    for (const session of [asking, scanning]) {
      session.query(`SET ${noSpills}`);
      session.query(`SET ${readLimits(options.config)}`);
      session.query('SET readonly = 1');
    }
    return success(connect({ writing, asking, scanning }));
  } catch (thrown) {
    for (const session of sessions) session.close();
    return openingFailed(directory, path, thrown);
  } finally {
    delete process.env[KEY_VARIABLE];
  }
}

interface Sessions {
  readonly writing: chdb.Session;
  /** Queries with parameters: the engine runs them one after the other. */
  readonly asking: chdb.Session;
  /** Queries without parameters run beside them, so that a long read for analysis holds up no screen. */
  readonly scanning: chdb.Session;
}

function connect(sessions: Sessions): Connection {
  let closing: Promise<void> | undefined;
  let lastWrite: Promise<unknown> = Promise.resolve();
  let inserts = 0;

  /** One write at a time: the engine would take more, its parts would then appear in another order. */
  function write<T>(task: () => Promise<T>): Promise<T> {
    const run = lastWrite.then(task, task);
    lastWrite = run;
    return run;
  }

  async function guarded<T>(
    task: string,
    run: () => Promise<T>,
    errorOf = (thrown: unknown) => errorOfEngine(task, thrown),
  ): Promise<Result<T>> {
    if (closing) return failure('store-unavailable', `cannot ${task}: the telemetry store is closed`);
    try {
      return success(await run());
    } catch (thrown) {
      return errorOf(thrown);
    }
  }

  async function insertColumns(insert: Insert): Promise<void> {
    const name = `rows_${++inserts}`;
    registry._arrowRegisterColumns(sessions.writing.connection, name, arrowColumns(insert));
    try {
      await sessions.writing.queryAsync(insertStatement(insert, name));
    } finally {
      registry._arrowUnregister(sessions.writing.connection, name);
    }
  }

  async function ask(sql: string, parameters: Parameters, format: OutputFormat): Promise<Uint8Array> {
    const bound = Object.keys(parameters).length > 0;
    const result = bound
      ? await sessions.asking.queryBindAsync(sql, parameters, { format })
      : await sessions.scanning.queryAsync(sql, { format });
    return result.bytes();
  }

  async function closeSessions(): Promise<void> {
    await lastWrite.catch(() => undefined);
    await chdb.drainPending();
    for (const session of Object.values(sessions)) session.close();
    await chdb.drainPending();
  }

  return {
    select: (sql, parameters, format) => guarded('read telemetry', () => ask(sql, parameters, format)),
    insert: (insert) => guarded('append telemetry', () => write(() => insertColumns(insert)), errorOfInsert),
    command: (sql) =>
      guarded('change the telemetry store', () => write(async () => void (await sessions.writing.queryAsync(sql)))),
    close: () => (closing ??= closeSessions()),
  };
}

/** What a query may not hold in memory would be written in clear text: it fails instead. */
const noSpills = ['group_by', 'sort', 'join']
  .flatMap((step) => [`max_bytes_before_external_${step} = 0`, `max_bytes_ratio_before_external_${step} = 0`])
  .join(', ');

function readLimits(config: StoreConfig): string {
  return [
    `max_execution_time = ${config.querySeconds}`,
    `max_memory_usage = ${config.queryMemoryBytes}`,
    `max_threads = ${config.queryThreads}`,
    'output_format_json_quote_64bit_integers = 1',
    'output_format_json_quote_denormals = 1',
  ].join(', ');
}

/** A merge in the background is not an append and has no such limit. */
function insertLimits(config: StoreConfig): string {
  return `max_memory_usage = ${Math.min(config.insertMemoryBytes, Math.floor(config.memoryLimitBytes / 2))}`;
}

function insertStatement(insert: Insert, source: string): string {
  const targets = Object.keys(insert.select).join(', ');
  const expressions = Object.values(insert.select).join(', ');
  const settings = [
    'async_insert = 0',
    // One thread: the rows fall into the same blocks each time, and each block into the same token.
    'max_threads = 1',
    'max_insert_threads = 1',
    "deduplicate_insert_select = 'enable_even_for_bad_queries'",
    // One block, whose parts appear together at its end: an insert that is refused leaves nothing.
    'min_insert_block_size_rows = 1000000000',
    'min_insert_block_size_bytes = 1000000000000',
    'max_insert_delayed_streams_for_parallel_write = 100000',
    // Parts are small when they come and indexed when they are merged.
    'materialize_skip_indexes_on_insert = 0',
    ...(insert.token === undefined ? [] : [`insert_deduplication_token = ${quoteLiteral(insert.token)}`]),
  ];
  return `INSERT INTO ${insert.table} (${targets}) SELECT ${expressions} FROM arrowstream('${source}') SETTINGS ${settings.join(', ')}`;
}

function arrowColumns(insert: Insert): object[] {
  return insert.columns.map((column: ArrowColumn) => ({
    name: column.name,
    format: column.format,
    length: insert.rows,
    nullCount: 0,
    buffers: [null, ...column.buffers.map((bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength))],
  }));
}

/**
 * The engine says only that it did not open. So the key is compared first, by a digest that is kept beside the data: of
 * 32 random bytes it gives nothing away.
 */
async function keyFits(directory: string, key: Uint8Array): Promise<boolean> {
  const file = join(directory, 'key.sha256');
  const digest = sha256Hex(Buffer.concat([Buffer.from('foreshock telemetry key\n'), key]));
  const kept = await readFileIfAny(file);
  if (kept !== undefined) return kept.toString('latin1') === digest;
  await replaceFile(file, digest);
  return true;
}

async function openingFailed(directory: string, enginePath: string, thrown: unknown): Promise<Result<never>> {
  // The engine locks this file and writes its process into it.
  const status = (await readFileIfAny(join(enginePath, 'status')))?.toString('latin1') ?? '';
  const owner = Number(/PID: (\d+)/.exec(status)?.[1] ?? 0);
  if (owner > 0 && owner !== process.pid && isAlive(owner)) {
    const reason = `process ${owner} has it open; stop that one first`;
    return failure('data-directory-in-use', `cannot open the telemetry store at ${directory}: ${reason}`);
  }
  return errorOfEngine(`open the telemetry store at ${directory}`, thrown);
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch {
    return false;
  }
}
