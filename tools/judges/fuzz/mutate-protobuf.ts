import type { Random } from './random.ts';

/** One field on the wire; `children` where its bytes read as a message. */
interface WireField {
  number: number;
  wireType: number;
  /** Of a varint or fixed field, or of a length-delimited one without children. */
  content: Uint8Array;
  children?: WireField[];
}

const MAX_DEPTH = 12;

/** One to three faults in a message that was whole. The structure around them stays in order, so that they are reached. */
export function mutateProtobuf(bytes: Uint8Array, random: Random): Uint8Array {
  if (bytes.length === 0 || random.below(8) === 0) return mutateBytes(bytes, random);
  const fields = parseFields(bytes, 0) ?? [];
  for (let fault = 0; fault <= random.below(3); fault += 1) mutateField(fields, random);
  return writeFields(fields, random);
}

/** Faults that know nothing of structure. */
export function mutateBytes(bytes: Uint8Array, random: Random): Uint8Array {
  const at = random.below(bytes.length + 1);
  switch (random.below(4)) {
    case 0:
      return bytes.subarray(0, at);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), random.bytes(1 + random.below(20)), bytes.subarray(at)]);
    case 2:
      return Buffer.concat([bytes, random.bytes(1 + random.below(20))]);
    default: {
      const changed = Uint8Array.from(bytes);
      if (changed.length > 0) changed[at % changed.length] = random.below(256);
      return changed;
    }
  }
}

function parseFields(bytes: Uint8Array, depth: number): WireField[] | undefined {
  const fields: WireField[] = [];
  let at = 0;
  const varint = (): number | undefined => {
    let value = 0;
    for (let shift = 0; shift < 10; shift += 1) {
      const byte = bytes[at++];
      if (byte === undefined) return undefined;
      value += (byte & 0x7f) * 2 ** (7 * shift);
      if (byte < 0x80) return value;
    }
    return undefined;
  };
  while (at < bytes.length) {
    const tag = varint();
    if (tag === undefined || tag < 8 || tag > 0xffff_ffff) return undefined;
    const wireType = tag % 8;
    const start = at;
    if (wireType === 0) {
      if (varint() === undefined) return undefined;
    } else if (wireType === 1) at += 8;
    else if (wireType === 5) at += 4;
    else if (wireType !== 2) return undefined;
    let content = bytes.subarray(start, at);
    if (wireType === 2) {
      const length = varint();
      if (length === undefined || at + length > bytes.length) return undefined;
      content = bytes.subarray(at, at + length);
      at += length;
    }
    if (at > bytes.length) return undefined;
    const children =
      wireType === 2 && depth < MAX_DEPTH && content.length > 1 ? parseFields(content, depth + 1) : undefined;
    fields.push({ number: Math.floor(tag / 8), wireType, content, ...(children && { children }) });
  }
  return fields;
}

/** Walks down by chance, and there changes one field or the list of them. */
function mutateField(fields: WireField[], random: Random): void {
  if (fields.length === 0) {
    fields.push(strangeField(random));
    return;
  }
  const at = random.below(fields.length);
  const field = fields[at]!;
  if (field.children !== undefined && random.below(4) > 0) {
    mutateField(field.children, random);
    return;
  }
  // What stands there a thousand times must not grow: the faults shall be in the request, not in its size.
  switch (random.below(fields.length > 50 ? 6 : 10)) {
    case 0:
      fields.splice(at, 1);
      return;
    case 1:
      fields.splice(at, 0, field, field);
      return;
    case 2:
      field.number = random.pick([1, 2, 3, 8, 15, 16, 2_047, 9_999, 2 ** 29 - 1]);
      return;
    case 3:
      field.wireType = random.below(8);
      return;
    case 4:
      delete field.children;
      field.content = random.bytes(random.below(40));
      return;
    case 5:
      delete field.children;
      field.content = random.pick([longVarint, overlongVarint, negativeVarint]);
      field.wireType = random.pick([0, field.wireType]);
      return;
    case 6:
      delete field.children;
      field.content = nested(field.content, random.pick([31, 33, 60, 100, 2_000]), random);
      return;
    case 7:
      fields.push(...copies(field, random));
      return;
    case 8:
      fields.splice(at, 0, strangeField(random));
      return;
    default:
      // An id of another length, a text of another size, bytes that are no UTF-8.
      delete field.children;
      field.content = random.pick([
        new Uint8Array(0),
        new Uint8Array(16),
        random.bytes(15),
        random.bytes(17),
        Uint8Array.of(0xff, 0xfe, 0xc0, 0x80, 0xed, 0xa0, 0x80),
        new Uint8Array(70_000).fill(0x61),
      ]);
  }
}

const MAX_COPIED_BYTES = 500_000;

function copies(field: WireField, random: Random): WireField[] {
  const most = Math.floor(MAX_COPIED_BYTES / (field.content.length + 2));
  const { children: _none, ...copy } = field;
  return Array.from({ length: Math.min(most, random.pick([10, 1_000, 20_000])) }, () => copy);
}

const longVarint = Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01);
const overlongVarint = Uint8Array.of(0x81, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x00);
const negativeVarint = Uint8Array.of(0x80, 0x80, 0x80, 0x80, 0xf8, 0xff, 0xff, 0xff, 0xff, 0x01);

function strangeField(random: Random): WireField {
  const number = random.pick([3, 4, 7, 8, 15, 9_999, 2 ** 29 - 1]);
  const wireType = random.pick([0, 1, 2, 5]);
  const length = wireType === 0 ? 1 : wireType === 1 ? 8 : wireType === 5 ? 4 : random.below(30);
  const content = wireType === 0 ? Uint8Array.of(random.below(128)) : random.bytes(length);
  return { number, wireType, content };
}

/** An array within an array and so on: fields 5 and 1 are those of AnyValue and ArrayValue. */
function nested(innermost: Uint8Array, levels: number, random: Random): Uint8Array {
  let content = innermost.subarray(0, 100);
  const isMap = random.below(2) === 0;
  for (let level = 0; level < levels; level += 1) {
    const list = delimited(1, isMap ? delimited(2, content) : content);
    content = delimited(isMap ? 6 : 5, list);
  }
  return content;
}

function delimited(number: number, content: Uint8Array): Uint8Array {
  return Buffer.concat([varintOf(number * 8 + 2), varintOf(content.length), content]);
}

function varintOf(value: number): Uint8Array {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 0x80);
  return Uint8Array.from([...bytes, rest]);
}

function writeFields(fields: readonly WireField[], random: Random): Uint8Array {
  const parts: Uint8Array[] = [];
  for (const { number, wireType, content, children } of fields) {
    parts.push(varintOf(number * 8 + wireType));
    const body = children ? writeFields(children, random) : content;
    if (wireType === 2) {
      // Now and then a length that lies.
      const length = random.below(400) === 0 ? random.pick([0, body.length + 1, 2 ** 31, 2 ** 40]) : body.length;
      parts.push(varintOf(length));
    }
    parts.push(body);
  }
  return Buffer.concat(parts);
}
