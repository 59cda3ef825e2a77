// The root of the ring, wrapped by the master key: another master key then opens the same data. Where the file is missing
// the master key itself is the root.
import { join } from 'node:path';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { z } from 'zod';
import { readFileIfAny, replaceFile } from '../durable-file.ts';
import { createKeyRing, fingerprintOf } from './key-ring.ts';
import { MASTER_KEY_BYTES } from './master-key.ts';
import { randomBytes } from './random.ts';
import { open, seal } from './seal.ts';

const Wrapped = z.strictObject({
  /** Of the master key: 16 hex digits that give nothing of it away. */
  masterKey: z.string(),
  /** 12 bytes in hex. */
  nonce: z.string().regex(/^[0-9a-f]{24}$/),
  /** AES-256-GCM in hex. */
  sealed: z.string().regex(/^[0-9a-f]{96}$/),
});
/** More than one while the master key is being changed: each of them opens. */
const RootKeyFile = z.strictObject({ version: z.literal(1), wrapped: z.array(Wrapped).min(1) });
export type WrappedRoot = z.infer<typeof Wrapped>;

const CONTEXT = new TextEncoder().encode('foreshock root key 1');

/** Of a data directory or of a backup. */
export function rootKeyFile(directory: string): string {
  return join(directory, 'keys', 'root.key');
}

export function wrapRoot(root: Uint8Array, masterKey: Uint8Array): WrappedRoot {
  const nonce = randomBytes(12);
  const sealed = Buffer.concat(seal([root], { key: wrappingKey(masterKey), nonce, context: CONTEXT }));
  return {
    masterKey: fingerprintOf(createKeyRing(masterKey)),
    nonce: Buffer.from(nonce).toString('hex'),
    sealed: sealed.toString('hex'),
  };
}

/** `undefined` for another master key, and when a bit is not as it was written. */
export function unwrapRoot(wrapped: readonly WrappedRoot[], masterKey: Uint8Array): Uint8Array | undefined {
  for (const { nonce, sealed } of wrapped) {
    const options = { key: wrappingKey(masterKey), nonce: Buffer.from(nonce, 'hex'), context: CONTEXT };
    const root = open(Buffer.from(sealed, 'hex'), options);
    if (root?.length === MASTER_KEY_BYTES) return root;
  }
  return undefined;
}

/** Empty without a file. `configuration-invalid` for one that cannot be read: it is never made anew. */
export async function readRootKey(directory: string): Promise<Result<readonly WrappedRoot[]>> {
  const path = rootKeyFile(directory);
  const bytes = await readFileIfAny(path);
  if (bytes === undefined) return success([]);
  try {
    return success(RootKeyFile.parse(JSON.parse(bytes.toString('utf8'))).wrapped);
  } catch {
    return failure('configuration-invalid', `${path} is not as it was written; restore it from a backup`);
  }
}

/** The directory of keys must exist. On disk when it resolves; the old content or the new after a crash. */
export async function writeRootKey(directory: string, wrapped: readonly WrappedRoot[]): Promise<void> {
  await replaceFile(rootKeyFile(directory), `${JSON.stringify({ version: 1, wrapped }, undefined, 2)}\n`);
}

function wrappingKey(masterKey: Uint8Array): Uint8Array {
  return createKeyRing(masterKey).derive({ purpose: 'root-key', tenant: '', part: '' });
}
