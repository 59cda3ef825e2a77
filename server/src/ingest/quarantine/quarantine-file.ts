import type { QuarantinedRequest } from '@foreshock/model/quarantine.ts';
import type { KeyRing } from '../../base/crypto/key-ring.ts';
import { randomBytes } from '../../base/crypto/random.ts';
import { open, SEAL_BYTES, seal } from '../../base/crypto/seal.ts';
import type { MissingParts } from '../../store/telemetry/telemetry-store.ts';
import type { ReceivedRequest, StreamPosition } from '../../stream/telemetry-stream.ts';

/** All that is known of a request that was set aside, beside its body. */
export interface QuarantineEntry extends QuarantinedRequest, Pick<ReceivedRequest, 'format' | 'encoding' | 'refused'> {
  readonly position: StreamPosition;
  /** What of the store has nothing of it; absent when that is all of it. */
  readonly missing?: MissingParts;
}

/**
 * One file per request:
 *
 *   0  magic            8 bytes
 *   8  length of entry  u32
 *  12  salt             16 random bytes, new with each write: so each write has a key of its own
 *  28  entry            JSON
 *      body             as received, sealed with all before it as context
 */
const MAGIC = Buffer.from('FSKQRNT1', 'latin1');
const SALT_AT = 12;
const SALT_BYTES = 16;
export const FILE_HEADER_BYTES = SALT_AT + SALT_BYTES;
/** A key seals one file once. */
const NONCE = new Uint8Array(12);
/** A reason and the names of tables: what claims more is no file of ours. */
const MAX_ENTRY_BYTES = 65_536;

export function encodeQuarantineFile(entry: QuarantineEntry, body: Uint8Array, keys: KeyRing): Uint8Array {
  const text = Buffer.from(JSON.stringify(entry));
  const header = Buffer.alloc(FILE_HEADER_BYTES);
  header.set(MAGIC, 0);
  header.writeUInt32LE(text.length, MAGIC.length);
  header.set(randomBytes(SALT_BYTES), SALT_AT);
  const context = Buffer.concat([header, text]);
  return Buffer.concat([context, ...seal([body], { key: keyOf(entry, header, keys), nonce: NONCE, context })]);
}

/** How many bytes of a file hold header and entry; `undefined` when it is no file of ours. */
export function entryEnd(header: Buffer): number | undefined {
  if (header.length < FILE_HEADER_BYTES || !header.subarray(0, MAGIC.length).equals(MAGIC)) return undefined;
  const length = header.readUInt32LE(MAGIC.length);
  return length <= MAX_ENTRY_BYTES ? FILE_HEADER_BYTES + length : undefined;
}

/** `bytes`: of a file, as many as `entryEnd` says. `undefined` when they are not as written. */
export function decodeEntry(bytes: Buffer): QuarantineEntry | undefined {
  try {
    const entry = JSON.parse(bytes.toString('utf8', FILE_HEADER_BYTES)) as QuarantineEntry;
    return typeof entry.id === 'string' && typeof entry.tenant === 'string' ? entry : undefined;
  } catch {
    // Torn or foreign: told by the caller.
    return undefined;
  }
}

/** The request as it was received; `undefined` when a bit of the file is not as it was written, or with another key. */
export function decodeQuarantineFile(bytes: Buffer, keys: KeyRing): ReceivedRequest | undefined {
  const end = entryEnd(bytes);
  if (end === undefined || bytes.length < end + SEAL_BYTES) return undefined;
  const context = bytes.subarray(0, end);
  const entry = decodeEntry(context);
  if (!entry) return undefined;
  const body = open(bytes.subarray(end), { key: keyOf(entry, bytes, keys), nonce: NONCE, context });
  if (body === undefined) return undefined;
  const { tenant, signal, format, encoding, receivedAt, refused } = entry;
  return { tenant, signal, format, encoding, receivedAt, refused, body };
}

function keyOf({ tenant, id }: QuarantineEntry, header: Buffer, keys: KeyRing): Uint8Array {
  const salt = header.subarray(SALT_AT, FILE_HEADER_BYTES);
  return keys.derive({ purpose: 'quarantine', tenant, part: id, salt });
}
