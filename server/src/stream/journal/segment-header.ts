import { crc32c } from '../../base/crc32c.ts';
import type { KeyRing } from '../../base/crypto/key-ring.ts';
import { formatPosition, type JournalOffset, parsePosition } from './journal-position.ts';

/**
 * A segment is one file: this header, then records. One writer writes it once, from its first byte to its last, and
 * never opens it again; so a crash, a full disk or a failed fsync ends a segment, and the next header says where.
 */
export interface SegmentHeader {
  /** Offset of the header itself. */
  readonly base: JournalOffset;
  /** Where the segment before ends: what that file holds beyond was never acknowledged. 0 when there was none. */
  readonly previousEnd: JournalOffset;
  /** How many records were written before this segment. */
  readonly firstSequence: number;
  readonly createdAt: number;
  /** 16 random bytes: the same offset in another journal gets another key. */
  readonly salt: Uint8Array;
  /** 16 bytes derived from the master key: tells a wrong key from a damaged record. */
  readonly keyCheck: Uint8Array;
}

export const SEGMENT_HEADER_BYTES = 80;
export const SALT_BYTES = 16;

const MAGIC = 'FSKJRNL1';
const KEY_CHECK_BYTES = 16;

export function segmentName(base: JournalOffset): string {
  return `segment-${formatPosition(base)}.journal`;
}

/** `undefined` for any other file. */
export function parseSegmentName(name: string): JournalOffset | undefined {
  const match = /^segment-([0-9a-f]{14})\.journal$/.exec(name);
  return match?.[1] === undefined ? undefined : parsePosition(match[1]);
}

export function encodeSegmentHeader(header: SegmentHeader): Uint8Array {
  const bytes = Buffer.alloc(SEGMENT_HEADER_BYTES);
  bytes.write(MAGIC, 0, 'latin1');
  bytes.writeDoubleLE(header.base, 16);
  bytes.writeDoubleLE(header.previousEnd, 24);
  bytes.writeDoubleLE(header.firstSequence, 32);
  bytes.writeDoubleLE(header.createdAt, 40);
  bytes.set(header.salt, 48);
  bytes.set(header.keyCheck, 64);
  bytes.writeUInt32LE(crc32c(bytes.subarray(16)), 8);
  return bytes;
}

/** `undefined` when the bytes are no header or not those of the segment that the name says. */
export function decodeSegmentHeader(bytes: Buffer, expectedBase: JournalOffset): SegmentHeader | undefined {
  if (bytes.length < SEGMENT_HEADER_BYTES || bytes.toString('latin1', 0, 8) !== MAGIC) return undefined;
  if (bytes.readUInt32LE(8) !== crc32c(bytes.subarray(16, SEGMENT_HEADER_BYTES))) return undefined;
  const base = bytes.readDoubleLE(16);
  if (base !== expectedBase) return undefined;
  return {
    base,
    previousEnd: bytes.readDoubleLE(24),
    firstSequence: bytes.readDoubleLE(32),
    createdAt: bytes.readDoubleLE(40),
    salt: Uint8Array.from(bytes.subarray(48, 64)),
    keyCheck: Uint8Array.from(bytes.subarray(64, 80)),
  };
}

export function keyCheckOf(keys: KeyRing, base: JournalOffset, salt: Uint8Array): Uint8Array {
  return keys
    .derive({ purpose: 'journal-check', tenant: '', part: formatPosition(base), salt })
    .subarray(0, KEY_CHECK_BYTES);
}

/** The key of one tenant's records in one segment. Derived once per segment and tenant, not per record. */
export function createSegmentKeys(
  keys: KeyRing,
  { base, salt }: Pick<SegmentHeader, 'base' | 'salt'>,
): (tenant: string) => Uint8Array {
  const known = new Map<string, Uint8Array>();
  return (tenant) => {
    const found = known.get(tenant);
    if (found !== undefined) return found;
    const key = keys.derive({ purpose: 'journal', tenant, part: formatPosition(base), salt });
    known.set(tenant, key);
    return key;
  };
}
