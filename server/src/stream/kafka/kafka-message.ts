import type { KeyRing } from '../../base/crypto/key-ring.ts';
import { randomBytes } from '../../base/crypto/random.ts';
import {
  claimedRecordBytes,
  type OpenedRecord,
  openRecord,
  parseRecord,
  RECORD_HEADER_BYTES,
  recordBytes,
  sealRecord,
} from '../journal/record.ts';
import { createSegmentKeys, keyCheckOf, SALT_BYTES } from '../journal/segment-header.ts';
import type { ReceivedRequest } from '../telemetry-stream.ts';

/**
 * The value of a message: 8 bytes of magic with the version, 16 random bytes of the publisher's life, 16 that tell a
 * wrong master key from damage, then a record as in the journal. Its place is a count within that life, since Kafka gives
 * the offset only after the record was sealed.
 */
const MAGIC = Buffer.from('FSKMSG01', 'latin1');
const KEY_CHECK_BYTES = 16;
const ENVELOPE_BYTES = MAGIC.length + SALT_BYTES + KEY_CHECK_BYTES;
/** Keys of lives that were read lately; gateways restart seldom. */
const MAX_KNOWN_LIVES = 1_000;

export function messageBytes(request: ReceivedRequest): number {
  return ENVELOPE_BYTES + recordBytes(request);
}

/** Seals one message after another, each under its own nonce. */
export function createMessageSealer(keys: KeyRing): (request: ReceivedRequest, digest: Uint8Array) => Buffer {
  const salt = randomBytes(SALT_BYTES);
  const envelope = Buffer.concat([MAGIC, salt, keyCheckOf(keys, 0, salt)]);
  const keyOf = createSegmentKeys(keys, { base: 0, salt });
  let count = 0;
  return (request, digest) => {
    const place = { offset: count, sequence: count, key: keyOf(request.tenant) };
    count += 1;
    return Buffer.concat([envelope, ...sealRecord(request, digest, place)]);
  };
}

/** `wrong-key`: whole, but sealed with another master key. `damaged`: not as it was written. */
export type OpenedMessage = OpenedRecord | 'wrong-key' | 'damaged';

export function createMessageOpener(keys: KeyRing): (value: Buffer | null) => OpenedMessage {
  /** By salt; `undefined` for a life under another master key. */
  const lives = new Map<string, ((tenant: string) => Uint8Array) | undefined>();

  const findLife = (envelope: Buffer): ((tenant: string) => Uint8Array) | undefined => {
    const name = envelope.toString('latin1', MAGIC.length);
    if (lives.has(name)) return lives.get(name);
    const salt = envelope.subarray(MAGIC.length, MAGIC.length + SALT_BYTES);
    const isOurs = envelope.subarray(MAGIC.length + SALT_BYTES).equals(keyCheckOf(keys, 0, salt));
    const life = isOurs ? createSegmentKeys(keys, { base: 0, salt: Uint8Array.from(salt) }) : undefined;
    if (lives.size >= MAX_KNOWN_LIVES) lives.clear();
    lives.set(name, life);
    return life;
  };

  return (value) => {
    const isMessage =
      value !== null &&
      value.length >= ENVELOPE_BYTES + RECORD_HEADER_BYTES &&
      value.subarray(0, MAGIC.length).equals(MAGIC);
    if (!isMessage) return 'damaged';
    const bytes = value.subarray(ENVELOPE_BYTES);
    // The checksum first: one flipped bit of the envelope must not read as another master key.
    const place = bytes.readDoubleLE(16);
    const isWhole = claimedRecordBytes(bytes, place) === bytes.length;
    const record = isWhole ? parseRecord(bytes, place) : undefined;
    if (record === undefined) return 'damaged';
    const keyOf = findLife(value.subarray(0, ENVELOPE_BYTES));
    if (keyOf === undefined) return 'wrong-key';
    return openRecord(record, keyOf(record.tenant)) ?? 'damaged';
  };
}
