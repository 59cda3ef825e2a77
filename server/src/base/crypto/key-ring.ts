import { hkdfSync } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { hasErrorCode, readFileIfAny, syncDirectory, writeAndSync } from '../durable-file.ts';
import { randomBytes } from './random.ts';

export interface KeyPurpose {
  /** `journal`, `store`, `pseudonym`, `secrets`: one use of a key, never two. */
  readonly purpose: string;
  /** Whose data it protects; the empty text for what belongs to nobody. */
  readonly tenant: string;
  /** A segment, a version; the empty text where one key is enough. */
  readonly part: string;
  /** Random bytes kept beside the data, so that a name used again gets another key. */
  readonly salt?: Uint8Array;
}

/** Keys derived from one master key by HKDF-SHA-256 (RFC 5869). The master key itself never leaves. */
export interface KeyRing {
  /** 32 bytes, always the same for the same purpose. */
  derive(purpose: KeyPurpose): Uint8Array;
}

export interface KeyRingOptions {
  readonly dataDirectory: string;
  /** 64 hex digits or 44 of base64 from a key service or the configuration; else the file in the data directory. */
  readonly masterKey?: string;
}

const MASTER_KEY_BYTES = 32;

/**
 * Opens the ring. Without a master key handed in it reads `keys/master.key`, and makes it (mode 0600) at the first start.
 * Two processes that start at the same time end up with the same key.
 */
export async function openKeyRing(options: KeyRingOptions): Promise<Result<KeyRing>> {
  if (options.masterKey !== undefined) {
    const key = parseMasterKey(options.masterKey);
    if (key === undefined) return failure('configuration-invalid', 'master key is not 32 bytes: give 64 hex digits');
    return success(createKeyRing(key));
  }
  const path = join(options.dataDirectory, 'keys', 'master.key');
  await createKeyFileOnce(path);
  const key = parseMasterKey((await readFile(path, 'utf8')).trim());
  if (key === undefined) {
    return failure('configuration-invalid', `${path} does not hold 64 hex digits; restore it from a backup`);
  }
  await chmod(path, 0o600);
  return success(createKeyRing(key));
}

export function createKeyRing(masterKey: Uint8Array): KeyRing {
  return {
    derive: ({ purpose, tenant, part, salt = new Uint8Array(0) }) => {
      const label = JSON.stringify([purpose, tenant, part]);
      return new Uint8Array(hkdfSync('sha256', masterKey, salt, label, 32));
    },
  };
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
  const key = Buffer.from(randomBytes(MASTER_KEY_BYTES)).toString('hex');
  const temporary = `${path}.${Buffer.from(randomBytes(6)).toString('hex')}`;
  await writeAndSync(await open(temporary, 'wx', 0o600), `${key}\n`);
  try {
    await link(temporary, path);
  } catch (error) {
    if (!hasErrorCode(error, 'EEXIST')) throw error;
  } finally {
    await unlink(temporary);
  }
  await syncDirectory(dirname(path));
}
