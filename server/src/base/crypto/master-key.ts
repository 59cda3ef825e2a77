// The key that everything hangs on, as text in a file or in the configuration.
import { chmod, link, mkdir, open, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { hasErrorCode, readFileIfAny, syncDirectory, writeAndSync } from '../durable-file.ts';
import { randomBytes } from './random.ts';

export interface MasterKeyOptions {
  readonly dataDirectory: string;
  /** 64 hex digits or 44 of base64 from a key service or the configuration; else the file in the data directory. */
  readonly masterKey?: string;
}

export const MASTER_KEY_BYTES = 32;

export function masterKeyFile(dataDirectory: string): string {
  return join(dataDirectory, 'keys', 'master.key');
}

/** `undefined` where none is given and no file holds one. `configuration-invalid` for what is not 32 bytes. */
export async function findMasterKey(options: MasterKeyOptions): Promise<Result<Uint8Array | undefined>> {
  if (options.masterKey !== undefined) {
    const key = parseMasterKey(options.masterKey);
    if (key === undefined) return failure('configuration-invalid', 'master key is not 32 bytes: give 64 hex digits');
    return success(key);
  }
  return readMasterKeyFile(masterKeyFile(options.dataDirectory));
}

/** `undefined` when there is no such file. */
export async function readMasterKeyFile(path: string): Promise<Result<Uint8Array | undefined>> {
  const text = (await readFileIfAny(path))?.toString('utf8');
  if (text === undefined) return success(undefined);
  const key = parseMasterKey(text.trim());
  if (key === undefined)
    return failure('configuration-invalid', `${path} does not hold 64 hex digits; restore it from where you keep it`);
  return success(key);
}

/** 64 hex digits and a line feed. */
export function masterKeyText(key: Uint8Array): string {
  return `${Buffer.from(key).toString('hex')}\n`;
}

/** The file of a data directory, made (mode 0600) when it is missing. Two at the same time end up with the same key. */
export async function ensureMasterKeyFile(dataDirectory: string): Promise<Result<Uint8Array>> {
  const path = masterKeyFile(dataDirectory);
  await createKeyFileOnce(path);
  const key = await readMasterKeyFile(path);
  if (!key.ok) return key;
  await chmod(path, 0o600);
  return key.value ? success(key.value) : failure('configuration-invalid', `${path} is gone; put it back`);
}

function parseMasterKey(text: string): Uint8Array | undefined {
  const isHex = /^[0-9a-fA-F]{64}$/.test(text);
  const key = Buffer.from(text, isHex ? 'hex' : 'base64');
  return key.length === MASTER_KEY_BYTES ? key : undefined;
}

/** Written whole under another name, then linked: nobody ever reads half a key, and the first one wins. */
async function createKeyFileOnce(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  if ((await readFileIfAny(path)) !== undefined) return;
  const temporary = `${path}.${Buffer.from(randomBytes(6)).toString('hex')}`;
  await writeAndSync(await open(temporary, 'wx', 0o600), masterKeyText(randomBytes(MASTER_KEY_BYTES)));
  try {
    await link(temporary, path);
  } catch (error) {
    if (!hasErrorCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(temporary);
  }
  await syncDirectory(dirname(path));
}
