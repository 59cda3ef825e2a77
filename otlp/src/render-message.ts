import type { ByteWriter } from './byte-writer.ts';
import { MAX_VALUE_DEPTH } from './limits.ts';
import { AnyValue, type Field, type MessageTable } from './message-tables.ts';
import { LENGTH, type WireReader } from './wire.ts';
import { writeBase64, writeHex, writeInt64, writeJsonDouble, writeJsonString, writeUint64 } from './write-json.ts';

/**
 * Writes one protobuf message, from the reader's place up to its limit, as OTLP/JSON. Only messages without repeated
 * numbers: events, links, exemplars and what they hold.
 *
 * Each field is looked for in turn, since repeated ones may lie scattered but JSON wants them together. Returns true
 * when a value was nested too deep and was cut.
 */
export function renderMessage(reader: WireReader, message: MessageTable, out: ByteWriter, depth = 0): boolean {
  const isValue = message === AnyValue;
  if (isValue && depth >= MAX_VALUE_DEPTH) {
    if (reader.fault === undefined) reader.at = reader.limit;
    out.text('{}');
    return true;
  }
  const inner = isValue ? depth + 1 : depth;
  const start = reader.at;
  const end = reader.limit;
  const chosen = findLastOnly(reader, message);
  let cut = false;
  let separator = '';
  out.text('{');
  for (const field of message.fields) {
    if (field.lastOnly && field !== chosen) continue;
    const place = out.at;
    reader.visit(start, end);
    let found = 0;
    while (reader.at < reader.limit) {
      const tag = reader.readTag();
      if (tag >>> 3 !== field.number) {
        reader.skip(tag);
        continue;
      }
      if (!field.repeated) out.at = place;
      if (out.at === place) out.text(`${separator}"${field.name}":${field.repeated ? '[' : ''}`);
      else out.text(',');
      found++;
      if (field.message === undefined) renderScalar(reader, field, out);
      else cut = renderNested(reader, field, field.message, out, inner) || cut;
    }
    if (found > 0) separator = ',';
    if (found > 0 && field.repeated) out.text(']');
  }
  out.text('}');
  return cut;
}

/** Checks the wire types of all known fields and finds the last of those that exclude one another. */
function findLastOnly(reader: WireReader, message: MessageTable): Field | undefined {
  let last: Field | undefined;
  while (reader.at < reader.limit) {
    const tag = reader.readTag();
    const field = message.byNumber[tag >>> 3];
    if (field !== undefined && field.wireType !== (tag & 7)) {
      reader.fail(`wrong wire type for ${field.name} of ${message.name}`);
    } else reader.skip(tag);
    if (field?.lastOnly) last = field;
  }
  return last;
}

function renderNested(
  reader: WireReader,
  field: Field,
  message: MessageTable,
  out: ByteWriter,
  depth: number,
): boolean {
  if (!field.lastOnly) {
    const outer = reader.enter();
    const cut = renderMessage(reader, message, out, depth);
    reader.leave(outer);
    return cut;
  }
  // Of several only the last is looked into.
  reader.readSlice();
  let { start, end } = reader;
  const { limit } = reader;
  while (reader.at < reader.limit) {
    const tag = reader.readTag();
    if (tag !== ((field.number << 3) | LENGTH)) {
      reader.skip(tag);
      continue;
    }
    reader.readSlice();
    ({ start, end } = reader);
  }
  reader.visit(start, end);
  const cut = renderMessage(reader, message, out, depth);
  reader.resume(limit, limit);
  return cut;
}

function renderScalar(reader: WireReader, field: Field, out: ByteWriter): void {
  switch (field.kind) {
    case 'string':
      reader.readSlice();
      writeJsonString(out, reader.bytes, reader.start, reader.end);
      return;
    case 'id':
    case 'bytes':
      reader.readSlice();
      out.text('"');
      if (field.kind === 'id') writeHex(out, reader.bytes, reader.start, reader.end);
      else writeBase64(out, reader.bytes, reader.start, reader.end);
      out.text('"');
      return;
    case 'bool':
      reader.readVarint();
      out.text(reader.low === 0 && reader.high === 0 ? 'false' : 'true');
      return;
    case 'int64':
    case 'sfixed64':
      if (field.kind === 'int64') reader.readVarint();
      else reader.readFixed64();
      out.text('"');
      writeInt64(out, reader.low, reader.high);
      out.text('"');
      return;
    case 'uint64':
    case 'fixed64':
      if (field.kind === 'uint64') reader.readVarint();
      else reader.readFixed64();
      out.text('"');
      writeUint64(out, reader.low, reader.high);
      out.text('"');
      return;
    case 'double':
      writeJsonDouble(out, reader.readDouble());
      return;
    case 'fixed32':
      writeUint64(out, reader.readFixed32(), 0);
      return;
    case 'sint32':
      reader.readVarint();
      out.text(String((reader.low >>> 1) ^ -(reader.low & 1)));
      return;
    default:
      reader.readVarint();
      writeUint64(out, reader.low, 0);
  }
}
