// Another master key for the same data: the root of the ring is wrapped anew, and not a byte of data is written again.
// Killed at any moment, the data opens with the key that is in place, and the same call again finishes what was begun.
import { mkdir, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { syncDirectory, writeAndSync } from '../durable-file.ts';
import { MASTER_KEY_BYTES, masterKeyFile, masterKeyText, readMasterKeyFile } from './master-key.ts';
import { openRoot } from './open-key-ring.ts';
import { randomBytes } from './random.ts';
import { readRootKey, rootKeyFile, unwrapRoot, wrapRoot, writeRootKey } from './root-key.ts';

/**
 * Where the master key comes from the configuration: afterwards `next` opens `directory` and `present` does not. One file
 * is replaced, so there is no half of it. `configuration-invalid` when `present` opens nothing.
 */
export async function rewrapRoot(directory: string, present: Uint8Array, next: Uint8Array): Promise<Result<void>> {
  if (isSameKey(present, next)) return failure('input-invalid', 'the new master key is the present one: give another');
  const root = await openRoot(present, directory);
  if (!root.ok) return root;
  await mkdir(dirname(rootKeyFile(directory)), { recursive: true, mode: 0o700 });
  await writeRootKey(directory, [wrapRoot(root.value, next)]);
  return success();
}

/**
 * The same where the key is the file `keys/master.key`, which is replaced too. While both are being changed the root is
 * wrapped by both keys. `next`: made where it is not given. Answers with the key that opens from now on.
 */
export async function replaceMasterKeyFile(
  directory: string,
  next: Uint8Array | undefined,
): Promise<Result<Uint8Array>> {
  const path = masterKeyFile(directory);
  const present = await readMasterKeyFile(path);
  if (!present.ok) return present;
  if (!present.value) return failure('configuration-invalid', `${path} is missing: put the present key back first`);
  const finished = await finishReplacement(directory, present.value);
  if (!finished.ok) return finished;
  const isWanted = next === undefined || isSameKey(finished.value ?? new Uint8Array(0), next);
  if (finished.value && isWanted) return success(finished.value);
  const from = finished.value ?? present.value;
  const to = next ?? randomBytes(MASTER_KEY_BYTES);
  if (isSameKey(from, to)) return failure('input-invalid', 'the new master key is the present one: give another');
  const root = await openRoot(from, directory);
  if (!root.ok) return root;
  await writeAndSync(await open(pendingFile(directory), 'w', 0o600), masterKeyText(to));
  await syncDirectory(dirname(path));
  await writeRootKey(directory, [wrapRoot(root.value, from), wrapRoot(root.value, to)]);
  return putInPlace(directory, root.value, to);
}

/** Two keys open: a replacement was begun and not finished. Then the key that opens from now on. */
async function finishReplacement(directory: string, present: Uint8Array): Promise<Result<Uint8Array | undefined>> {
  const wrapped = await readRootKey(directory);
  if (!wrapped.ok) return wrapped;
  if (wrapped.value.length < 2) return success(undefined);
  const root = await openRoot(present, directory);
  if (!root.ok) return root;
  const pending = await readMasterKeyFile(pendingFile(directory));
  if (!pending.ok) return pending;
  if (!pending.value) {
    await writeRootKey(directory, [wrapRoot(root.value, present)]);
    return success(present);
  }
  if (unwrapRoot(wrapped.value, pending.value)) return putInPlace(directory, root.value, pending.value);
  const text = `${pendingFile(directory)} does not open ${rootKeyFile(directory)}: delete it, and rotate again`;
  return failure('configuration-invalid', text);
}

async function putInPlace(directory: string, root: Uint8Array, next: Uint8Array): Promise<Result<Uint8Array>> {
  const path = masterKeyFile(directory);
  await rename(pendingFile(directory), path);
  await syncDirectory(dirname(path));
  await writeRootKey(directory, [wrapRoot(root, next)]);
  return success(next);
}

function pendingFile(directory: string): string {
  return `${masterKeyFile(directory)}.next`;
}

function isSameKey(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.from(one).equals(other);
}
