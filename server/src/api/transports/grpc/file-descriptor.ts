// What the messages look like, as protobuf describes itself. Made when the program runs: no client and no server code is
// generated anywhere.
import { create, createFileRegistry, type FileRegistry, fromJson, type JsonObject } from '@bufbuild/protobuf';
import {
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
  file_google_protobuf_duration,
  file_google_protobuf_timestamp,
} from '@bufbuild/protobuf/wkt';
import {
  type ProtoField,
  type ProtoMessage,
  type ProtoSchema,
  snakeCase,
} from '@foreshock/contract/proto/proto-schema.ts';

/** Files of others whose messages ours have fields of. */
const known = [file_google_protobuf_timestamp, file_google_protobuf_duration];

export function describeFiles(schemas: readonly ProtoSchema[]): FileRegistry {
  const file = [
    ...known.map(({ proto }) => proto),
    ...schemas.map((schema) => fromJson(FileDescriptorProtoSchema, fileOf(schema))),
  ];
  return createFileRegistry(create(FileDescriptorSetSchema, { file }));
}

function fileOf(schema: ProtoSchema): JsonObject {
  return {
    name: schema.file,
    package: schema.package,
    syntax: 'proto3',
    dependency: known.filter((each) => needs(schema, each)).map(({ proto }) => proto.name),
    messageType: schema.messages.map((message) => messageOf(schema, message)),
    service: schema.services.map(({ name, methods }) => ({
      name,
      method: methods.map(({ name: method, input, output, streams, streamsIn = false }) => ({
        name: method,
        inputType: typeName(schema, input),
        outputType: typeName(schema, output),
        clientStreaming: streamsIn,
        serverStreaming: streams,
      })),
    })),
  };
}

function needs({ messages }: ProtoSchema, { messages: theirs }: (typeof known)[number]): boolean {
  const names = new Set(theirs.map(({ typeName: name }) => name));
  return messages.some(({ fields }) => fields.some(({ type }) => names.has(type)));
}

function messageOf(schema: ProtoSchema, { name, fields }: ProtoMessage): JsonObject {
  // Presence of a single value is written as a choice of one (google/protobuf/descriptor.proto, proto3_optional).
  const optional = fields.filter(({ label }) => label === 'optional');
  const maps = fields.filter(({ label }) => label === 'map');
  return {
    name,
    field: fields.map((field) => fieldOf(schema, name, field, optional.indexOf(field))),
    oneofDecl: optional.map((field) => ({ name: `_${field.name}` })),
    nestedType: maps.map((field) => ({
      name: entryName(field),
      options: { mapEntry: true },
      field: [
        { name: 'key', jsonName: 'key', number: 1, label: 'LABEL_OPTIONAL', type: 'TYPE_STRING' },
        { name: 'value', jsonName: 'value', number: 2, label: 'LABEL_OPTIONAL', ...typeOf(schema, field.type) },
      ],
    })),
  };
}

function fieldOf(schema: ProtoSchema, message: string, field: ProtoField, choice: number): JsonObject {
  const { name, json, number, type, label } = field;
  const isList = label === 'repeated' || label === 'map';
  return {
    name,
    jsonName: json,
    number,
    label: isList ? 'LABEL_REPEATED' : 'LABEL_OPTIONAL',
    ...(label === 'map'
      ? { type: 'TYPE_MESSAGE', typeName: `${typeName(schema, message)}.${entryName(field)}` }
      : typeOf(schema, type)),
    ...(choice >= 0 && { proto3Optional: true, oneofIndex: choice }),
  };
}

/** Compilers find the type of a map's entries under this very name. */
function entryName({ name }: ProtoField): string {
  const words = snakeCase(name).split('_');
  return `${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}Entry`;
}

function typeOf(schema: ProtoSchema, type: string): JsonObject {
  const isScalar = /^(string|bytes|bool|double|int32|uint32|int64)$/.test(type);
  return isScalar ? { type: `TYPE_${type.toUpperCase()}` } : { type: 'TYPE_MESSAGE', typeName: typeName(schema, type) };
}

function typeName({ package: own }: ProtoSchema, type: string): string {
  return type.includes('.') ? `.${type}` : `.${own}.${type}`;
}
