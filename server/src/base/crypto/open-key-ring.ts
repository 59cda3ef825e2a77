import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { createKeyRing, type KeyRing } from './key-ring.ts';
import { ensureMasterKeyFile, findMasterKey, type MasterKeyOptions } from './master-key.ts';
import { readRootKey, rootKeyFile, unwrapRoot } from './root-key.ts';

/**
 * Opens the ring of a data directory. Without a master key handed in it reads `keys/master.key`, and makes it at the first
 * start. `configuration-invalid` for a key that is none, or not the one that the root is wrapped by.
 */
export async function openKeyRing(options: MasterKeyOptions): Promise<Result<KeyRing>> {
  const { dataDirectory } = options;
  const wrapped = await readRootKey(dataDirectory);
  if (!wrapped.ok) return wrapped;
  const found = await findMasterKey(options);
  if (!found.ok) return found;
  if (found.value) return openWrappedRing(found.value, dataDirectory);
  // A new key opens nothing that is there.
  if (wrapped.value.length > 0)
    return failure('configuration-invalid', `the master key of ${dataDirectory} is missing: ${PUT_IT_BACK}`);
  const made = await ensureMasterKeyFile(dataDirectory);
  return made.ok ? openWrappedRing(made.value, dataDirectory) : made;
}

const PUT_IT_BACK = 'put it back as keys/master.key, or set masterKey';

/** `directory`: of data or of a backup. The master key is the root itself where `keys/root.key` is missing. */
export async function openWrappedRing(masterKey: Uint8Array, directory: string): Promise<Result<KeyRing>> {
  const root = await openRoot(masterKey, directory);
  return root.ok ? success(createKeyRing(root.value)) : root;
}

/** 32 bytes that everything is derived from: for who wraps them anew. */
export async function openRoot(masterKey: Uint8Array, directory: string): Promise<Result<Uint8Array>> {
  const wrapped = await readRootKey(directory);
  if (!wrapped.ok) return wrapped;
  if (wrapped.value.length === 0) return success(masterKey);
  const root = unwrapRoot(wrapped.value, masterKey);
  if (root) return success(root);
  const names = wrapped.value.map((one) => one.masterKey).join(', ');
  const text = `the master key does not open ${rootKeyFile(directory)}: give the one with fingerprint ${names}`;
  return failure('configuration-invalid', text);
}
