import type { ByteWriter } from './byte-writer.ts';
import type { AttributesToSend, ResourceGroup, ScopeGroup, ValueToSend } from './telemetry-to-send.ts';

const TWO_32 = 4_294_967_296;

/** Tags are `field number << 3 | wire type`; nothing is written for what is absent or, in proto3, the default. */
export function writeText(out: ByteWriter, tag: number, text: string | undefined): void {
  if (!text) return;
  out.varint32(tag);
  const start = out.open();
  out.text(text);
  out.close(start);
}

export function writeBytes(out: ByteWriter, tag: number, bytes: Uint8Array | undefined): void {
  if (bytes === undefined || bytes.length === 0) return;
  out.varint32(tag);
  out.varint32(bytes.length);
  out.copy(bytes, 0, bytes.length);
}

export function writeUint32(out: ByteWriter, tag: number, value: number | undefined): void {
  if (!value) return;
  out.varint32(tag);
  out.varint32(value);
}

export function writeFixed32(out: ByteWriter, tag: number, value: number | undefined): void {
  if (!value) return;
  out.varint32(tag);
  out.fixed32(value);
}

export function writeTime(out: ByteWriter, tag: number, time: bigint | undefined): void {
  if (time === undefined || time === 0n) return;
  out.varint32(tag);
  out.fixed64Of(time);
}

/** `value` is a whole number in [0, 2^53]. */
export function writeCount(out: ByteWriter, tag: number, value: number): void {
  if (value === 0) return;
  out.varint32(tag);
  out.fixed64(value % TWO_32, Math.floor(value / TWO_32));
}

export function writeDouble(out: ByteWriter, tag: number, value: number | undefined): void {
  if (value === undefined) return;
  out.varint32(tag);
  out.double(value);
}

/** `value` within 32 bits. */
export function writeSigned(out: ByteWriter, tag: number, value: number): void {
  if (value === 0) return;
  out.varint32(tag);
  out.varint32(((value << 1) ^ (value >> 31)) >>> 0);
}

export function writeAttributes(out: ByteWriter, tag: number, attributes: AttributesToSend | undefined): void {
  if (attributes === undefined) return;
  for (const key of Object.keys(attributes)) writeKeyValue(out, tag, key, attributes[key]!);
}

function writeKeyValue(out: ByteWriter, tag: number, key: string, value: ValueToSend): void {
  out.varint32(tag);
  const start = out.open();
  writeText(out, 0x0a, key);
  writeValue(out, 0x12, value);
  out.close(start);
}

/** An AnyValue. Defaults are written too: an empty string is not the same as no value. */
export function writeValue(out: ByteWriter, tag: number, value: ValueToSend): void {
  out.varint32(tag);
  const start = out.open();
  writeContent(out, value);
  out.close(start);
}

function writeContent(out: ByteWriter, value: ValueToSend): void {
  if (value === null) return;
  switch (typeof value) {
    case 'string': {
      out.byte(0x0a);
      const start = out.open();
      out.text(value);
      out.close(start);
      return;
    }
    case 'boolean':
      out.byte(0x10);
      out.byte(value ? 1 : 0);
      return;
    case 'number':
      if (Number.isSafeInteger(value) && !Object.is(value, -0)) {
        out.byte(0x18);
        out.varint64(value % TWO_32, Math.floor(value / TWO_32));
      } else {
        out.byte(0x21);
        out.double(value);
      }
      return;
    case 'bigint':
      out.byte(0x18);
      out.varint64(Number(BigInt.asUintN(32, value)), Number(BigInt.asUintN(32, value >> 32n)));
      return;
    default:
      writeStructure(out, value);
  }
}

function writeStructure(out: ByteWriter, value: Exclude<ValueToSend, string | boolean | number | bigint | null>): void {
  if (value instanceof Uint8Array) {
    out.byte(0x3a);
    out.varint32(value.length);
    out.copy(value, 0, value.length);
    return;
  }
  const isList = isArray(value);
  out.byte(isList ? 0x2a : 0x32);
  const start = out.open();
  if (isList) for (const element of value) writeValue(out, 0x0a, element);
  else for (const key of Object.keys(value)) writeKeyValue(out, 0x0a, key, value[key]!);
  out.close(start);
}

/** `Array.isArray` does not narrow read-only arrays. */
function isArray(value: object): value is readonly ValueToSend[] {
  return Array.isArray(value);
}

/** The three levels above the records are alike in all signals. */
export function writeGroups<T>(
  out: ByteWriter,
  groups: readonly ResourceGroup<T>[],
  writeRecord: (out: ByteWriter, record: T) => void,
): Uint8Array {
  for (const group of groups) {
    out.byte(0x0a);
    const start = out.open();
    out.byte(0x0a);
    const resource = out.open();
    writeAttributes(out, 0x0a, group.resource);
    out.close(resource);
    for (const scope of group.scopes) writeScope(out, scope, writeRecord);
    writeText(out, 0x1a, group.schemaUrl);
    out.close(start);
  }
  return out.written();
}

function writeScope<T>(out: ByteWriter, scope: ScopeGroup<T>, writeRecord: (out: ByteWriter, record: T) => void): void {
  out.byte(0x12);
  const start = out.open();
  out.byte(0x0a);
  const names = out.open();
  writeText(out, 0x0a, scope.name);
  writeText(out, 0x12, scope.version);
  out.close(names);
  for (const record of scope.records) {
    out.byte(0x12);
    const content = out.open();
    writeRecord(out, record);
    out.close(content);
  }
  writeText(out, 0x1a, scope.schemaUrl);
  out.close(start);
}
