import { type Signal, signals } from '@foreshock/model/telemetry.ts';
import { parseTenantId, type TenantId } from '@foreshock/model/tenant.ts';
import type { ContentEncoding } from '../../base/compression.ts';
import { crc32c } from '../../base/crc32c.ts';
import { open, SEAL_BYTES, seal } from '../../base/crypto/seal.ts';
import type { ReceivedRequest } from '../telemetry-stream.ts';
import type { JournalOffset } from './journal-position.ts';

/**
 * One request in the journal:
 *
 *   0  magic              u32
 *   4  version            u8
 *   5  length of tenant   u8
 *   6  unused             u16
 *   8  length of sealed   u32
 *  12  CRC-32C            u32   of all the rest, so that damage shows without a key
 *  16  offset             f64   its own place: a moved record is no record
 *  24  sequence           f64
 *  32  received at        f64
 *  40  tenant, then the sealed part: 48 bytes about the request, then its body as received
 *
 * Sealed with the bytes 16 to 40 and the tenant as context and the offset as nonce.
 */
export const RECORD_HEADER_BYTES = 40;

export const RECORD_MAGIC = Buffer.from('FSKR', 'latin1');
/** What is written now. */
const VERSION = 1;
/** What is read: this version, and with the next one this and that. Each has its file among the tests. */
const READABLE_VERSIONS: readonly number[] = [1];
const DIGEST_BYTES = 32;
const ABOUT_BYTES = 16 + DIGEST_BYTES;

const formats = ['protobuf', 'json'] as const;
/** By number, so the order is for ever. */
const encodings: readonly ContentEncoding[] = ['identity', 'gzip', 'zstd', 'deflate'];

/** A record whose CRC holds, not yet opened. */
export interface SealedRecord {
  readonly offset: JournalOffset;
  readonly end: JournalOffset;
  readonly sequence: number;
  readonly receivedAt: number;
  readonly tenant: TenantId;
  readonly context: Uint8Array;
  readonly sealed: Uint8Array;
}

export interface OpenedRecord {
  readonly request: ReceivedRequest;
  /** SHA-256 of the body. */
  readonly digest: Uint8Array;
}

export interface RecordPlace {
  readonly offset: JournalOffset;
  readonly sequence: number;
  readonly key: Uint8Array;
}

export function recordBytes(request: ReceivedRequest): number {
  return RECORD_HEADER_BYTES + request.tenant.length + ABOUT_BYTES + request.body.length + SEAL_BYTES;
}

/** The record in parts, to be written one after another; together `recordBytes` long. */
export function sealRecord(request: ReceivedRequest, digest: Uint8Array, place: RecordPlace): Uint8Array[] {
  const header = Buffer.alloc(RECORD_HEADER_BYTES + request.tenant.length);
  header.set(RECORD_MAGIC, 0);
  header.writeUInt8(VERSION, 4);
  header.writeUInt8(request.tenant.length, 5);
  header.writeUInt32LE(ABOUT_BYTES + request.body.length + SEAL_BYTES, 8);
  header.writeDoubleLE(place.offset, 16);
  header.writeDoubleLE(place.sequence, 24);
  header.writeDoubleLE(request.receivedAt, 32);
  header.write(request.tenant, RECORD_HEADER_BYTES, 'latin1');

  const context = header.subarray(16);
  const sealed = seal([encodeAbout(request, digest), request.body], {
    key: place.key,
    nonce: nonceOf(place.offset),
    context,
  });
  let crc = crc32c(context, crc32c(header.subarray(0, 12)));
  for (const part of sealed) crc = crc32c(part, crc);
  header.writeUInt32LE(crc, 12);
  return [header, ...sealed];
}

/**
 * How long the record at the start of `bytes` says it is; `undefined` when no record can begin here.
 *
 * bytes    at least RECORD_HEADER_BYTES
 * offset   the place of its first byte
 */
export function claimedRecordBytes(bytes: Buffer, offset: JournalOffset): number | undefined {
  const isRecord =
    bytes.length >= RECORD_HEADER_BYTES &&
    bytes.subarray(0, 4).equals(RECORD_MAGIC) &&
    READABLE_VERSIONS.includes(bytes.readUInt8(4)) &&
    bytes.readDoubleLE(16) === offset;
  return isRecord ? RECORD_HEADER_BYTES + bytes.readUInt8(5) + bytes.readUInt32LE(8) : undefined;
}

/** `bytes` is exactly one record as `claimedRecordBytes` measured it; `undefined` when a bit of it is not as written. */
export function parseRecord(bytes: Buffer, offset: JournalOffset): SealedRecord | undefined {
  const crc = crc32c(bytes.subarray(16), crc32c(bytes.subarray(0, 12)));
  if (crc !== bytes.readUInt32LE(12)) return undefined;
  const tenantEnd = RECORD_HEADER_BYTES + bytes.readUInt8(5);
  const tenant = parseTenantId(bytes.toString('latin1', RECORD_HEADER_BYTES, tenantEnd));
  if (tenant === undefined) return undefined;
  return {
    offset,
    end: offset + bytes.length,
    sequence: bytes.readDoubleLE(24),
    receivedAt: bytes.readDoubleLE(32),
    tenant,
    context: bytes.subarray(16, tenantEnd),
    sealed: bytes.subarray(tenantEnd),
  };
}

/** `undefined` when the seal does not hold. */
export function openRecord(record: SealedRecord, key: Uint8Array): OpenedRecord | undefined {
  const plain = open(record.sealed, { key, nonce: nonceOf(record.offset), context: record.context });
  if (plain === undefined || plain.length < ABOUT_BYTES) return undefined;
  const about = new DataView(plain.buffer, plain.byteOffset, ABOUT_BYTES);
  const signal = signals[about.getUint8(0)];
  const format = formats[about.getUint8(1)];
  const encoding = encodings[about.getUint8(2)];
  if (signal === undefined || format === undefined || encoding === undefined) return undefined;
  const { tenant, receivedAt } = record;
  const refused = about.getUint32(4, true);
  const body = plain.subarray(ABOUT_BYTES);
  return {
    request: { tenant, signal, format, encoding, receivedAt, refused, body },
    digest: plain.subarray(16, ABOUT_BYTES),
  };
}

function encodeAbout(request: ReceivedRequest, digest: Uint8Array): Uint8Array {
  const about = Buffer.alloc(ABOUT_BYTES);
  about.writeUInt8(signals.indexOf(request.signal satisfies Signal), 0);
  about.writeUInt8(formats.indexOf(request.format), 1);
  about.writeUInt8(encodings.indexOf(request.encoding), 2);
  about.writeUInt32LE(request.refused, 4);
  about.set(digest, 16);
  return about;
}

function nonceOf(offset: JournalOffset): Uint8Array {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64LE(BigInt(offset), 4);
  return nonce;
}
