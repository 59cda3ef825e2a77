/**
 * The schema as FileDescriptorProto messages (google/protobuf/descriptor.proto): what gRPC's reflection hands out, so that
 * tools like grpcurl can call without files of their own.
 */
import { ByteWriter } from './byte-writer.ts';
import { serviceSchema } from './service-schema.ts';

export interface DescribedFile {
  /** As in an import: `grpc/health/v1/health.proto`. */
  readonly name: string;
  /** A FileDescriptorProto. */
  readonly descriptor: Uint8Array;
  /** Names of the files that this one needs directly. */
  readonly needs: readonly string[];
  /** Full names, without a leading dot: of messages, fields, enums, values, services and methods. */
  readonly symbols: readonly string[];
  /** Full names of the services alone. */
  readonly services: readonly string[];
}

interface Block {
  readonly kind: 'message' | 'enum' | 'service';
  /** Below its package; `Span.Event` lies in the message `Span`. */
  readonly name: string;
  readonly lines: readonly (readonly string[])[];
}

interface SchemaFile {
  readonly name: string;
  readonly package: string;
  readonly blocks: readonly Block[];
}

interface TypeName {
  readonly fullName: string;
  readonly file: string;
  readonly isEnum: boolean;
}

/** FieldDescriptorProto.Type */
const scalarTypes: Readonly<Record<string, number>> = {
  double: 1,
  int64: 3,
  uint64: 4,
  int32: 5,
  fixed64: 6,
  fixed32: 7,
  bool: 8,
  string: 9,
  bytes: 12,
  uint32: 13,
  sfixed64: 16,
  sint32: 17,
};
const MESSAGE_TYPE = 11;
const ENUM_TYPE = 14;
const OPTIONAL = 1;
const REPEATED = 3;

export function describeServices(): DescribedFile[] {
  const files = parseSchema(serviceSchema);
  const types = new Map<string, TypeName>();
  for (const file of files) {
    for (const { kind, name } of file.blocks) {
      const fullName = `${file.package}.${name}`;
      if (kind !== 'service') types.set(name, { fullName, file: file.name, isEnum: kind === 'enum' });
    }
  }
  return files.map((file) => describeFile(file, types));
}

function parseSchema(text: string): SchemaFile[] {
  return text
    .split(/^file /m)
    .slice(1)
    .map((part) => {
      const [name = '', packageLine = '', ...lines] = part.trim().split('\n');
      const blocks: { kind: Block['kind']; name: string; lines: string[][] }[] = [];
      for (const line of lines) {
        const words = line.split(' ');
        const [first = '', second = ''] = words;
        if (first === 'message' || first === 'enum' || first === 'service')
          blocks.push({ kind: first, name: second, lines: [] });
        else blocks.at(-1)!.lines.push(words);
      }
      return { name, package: packageLine.replace('package ', ''), blocks };
    });
}

type Types = ReadonlyMap<string, TypeName>;

function describeFile(file: SchemaFile, types: Types): DescribedFile {
  const needs = new Set<string>();
  const find = (name: string): TypeName => {
    const type = types.get(name);
    if (type === undefined) throw new Error(`the schema has no type ${name}`);
    if (type.file !== file.name) needs.add(type.file);
    return type;
  };
  const out = new ByteWriter();
  const of = (kind: Block['kind'], within: string): readonly Block[] =>
    file.blocks.filter((block) => block.kind === kind && parentOf(block.name) === within);
  const writer: SchemaWriter = { out, find, blocksOf: of };
  text(out, 1, file.name);
  text(out, 2, file.package);
  for (const block of of('message', '')) message(out, 4, () => writeMessage(writer, block));
  for (const block of of('enum', '')) message(out, 5, () => writeEnum(out, block));
  for (const block of of('service', '')) message(out, 6, () => writeService(writer, block));
  for (const needed of needs) text(out, 3, needed);
  text(out, 12, 'proto3');
  return {
    name: file.name,
    descriptor: out.written(),
    needs: [...needs],
    symbols: file.blocks.flatMap((block) => symbolsOf(file, block)),
    services: of('service', '').map(({ name }) => `${file.package}.${name}`),
  };
}

/** A field is written `number name type`, a method `name request response`; the values of an enum lie beside it. */
function symbolsOf(file: SchemaFile, { kind, name, lines }: Block): string[] {
  const full = `${file.package}.${name}`;
  const around = kind === 'enum' ? full.slice(0, full.lastIndexOf('.')) : full;
  return [full, ...lines.map((words) => `${around}.${kind === 'service' ? words[0] : words[1]}`)];
}

interface SchemaWriter {
  readonly out: ByteWriter;
  readonly find: (name: string) => TypeName;
  readonly blocksOf: (kind: Block['kind'], within: string) => readonly Block[];
}

function writeMessage(writer: SchemaWriter, block: Block): void {
  const { out, blocksOf } = writer;
  text(out, 1, lastPart(block.name));
  const oneofs = [...new Set(block.lines.map(oneofOf).filter((name) => name !== undefined))];
  // What is marked with `?` is the only member of a oneof that nobody sees.
  const hidden = block.lines.filter(isOptional).map(([, name]) => `_${name}`);
  const all = [...oneofs, ...hidden];
  for (const line of block.lines) message(out, 2, () => writeField(writer, line, all));
  for (const nested of blocksOf('message', block.name)) message(out, 3, () => writeMessage(writer, nested));
  for (const nested of blocksOf('enum', block.name)) message(out, 4, () => writeEnum(out, nested));
  for (const oneof of all) message(out, 8, () => text(out, 1, oneof));
}

function oneofOf(line: readonly string[]): string | undefined {
  return line.find((word) => word.startsWith('@'))?.slice(1);
}

function isOptional(line: readonly string[]): boolean {
  return line[2]?.endsWith('?') ?? false;
}

function writeField({ out, find }: SchemaWriter, line: readonly string[], oneofs: readonly string[]): void {
  const [number = '', name = '', type = ''] = line;
  const bare = type.replace(/\[\]$|\?$/, '');
  text(out, 1, name);
  text(out, 10, jsonNameOf(name));
  uint(out, 3, Number(number));
  uint(out, 4, type.endsWith('[]') ? REPEATED : OPTIONAL);
  const scalar = scalarTypes[bare];
  if (scalar !== undefined) uint(out, 5, scalar);
  else {
    const { fullName, isEnum } = find(bare);
    uint(out, 5, isEnum ? ENUM_TYPE : MESSAGE_TYPE);
    text(out, 6, `.${fullName}`);
  }
  const oneof = isOptional(line) ? `_${name}` : oneofOf(line);
  if (oneof !== undefined) uint(out, 9, oneofs.indexOf(oneof));
  if (isOptional(line)) uint(out, 17, 1);
}

function writeEnum(out: ByteWriter, block: Block): void {
  text(out, 1, lastPart(block.name));
  for (const [number = '', name = ''] of block.lines) {
    message(out, 2, () => {
      text(out, 1, name);
      uint(out, 2, Number(number));
    });
  }
}

function writeService({ out, find }: SchemaWriter, block: Block): void {
  text(out, 1, block.name);
  for (const [name = '', ...words] of block.lines) {
    const [request = '', response = ''] = words.filter((word) => word !== 'stream');
    message(out, 2, () => {
      text(out, 1, name);
      text(out, 2, `.${find(request).fullName}`);
      text(out, 3, `.${find(response).fullName}`);
      if (words[0] === 'stream') uint(out, 5, 1);
      if (words.at(-2) === 'stream') uint(out, 6, 1);
    });
  }
}

function parentOf(name: string): string {
  return name.slice(0, Math.max(0, name.lastIndexOf('.')));
}

function lastPart(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function jsonNameOf(name: string): string {
  return name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function text(out: ByteWriter, field: number, value: string): void {
  message(out, field, () => out.text(value));
}

function message(out: ByteWriter, field: number, write: () => void): void {
  out.varint32((field << 3) | 2);
  const start = out.open();
  write();
  out.close(start);
}

/** `value`: written even when it is 0, the first oneof of a message. */
function uint(out: ByteWriter, field: number, value: number): void {
  out.varint32(field << 3);
  out.varint32(value);
}
