import protobuf from 'protobufjs';
import { FileDescriptorSet } from 'protobufjs/ext/descriptor.js';
import { expect, test } from 'vitest';
import { describeServices } from './describe-services.ts';
import { LogsRequest, type MessageTable, MetricsRequest, TracesRequest } from './message-tables.ts';

const files = describeServices();

/** The descriptors as a library reads them: a FileDescriptorSet is its files one after the other. */
function loaded(): protobuf.Root {
  const set = protobuf.Writer.create();
  for (const { descriptor } of files) set.uint32(0x0a).bytes(descriptor);
  // The cast holds: the extension adds the method, and its types do not say so.
  const root = protobuf.Root as unknown as { fromDescriptor(set: unknown): protobuf.Root };
  return root.fromDescriptor(FileDescriptorSet.decode(set.finish()));
}

test('each file needs only files that are there, and no symbol is in two', () => {
  const names = new Set(files.map(({ name }) => name));
  for (const { name, needs } of files) for (const needed of needs) expect(names.has(needed), name).toBe(true);
  const symbols = files.flatMap((file) => file.symbols);
  expect(new Set(symbols).size).toBe(symbols.length);
});

test('the services are those of the gRPC port', () => {
  expect(files.flatMap(({ services }) => services).sort()).toEqual([
    'grpc.health.v1.Health',
    'grpc.reflection.v1.ServerReflection',
    'opentelemetry.proto.collector.logs.v1.LogsService',
    'opentelemetry.proto.collector.metrics.v1.MetricsService',
    'opentelemetry.proto.collector.trace.v1.TraceService',
  ]);
});

test('a library finds every field that the decoders read, with its number and its type', () => {
  const root = loaded();
  const seen = new Set<MessageTable>();
  const compare = (table: MessageTable, type: protobuf.Type): void => {
    if (seen.has(table)) return;
    seen.add(table);
    for (const field of table.fields) {
      const described = Object.values(type.fields).find(({ id }) => id === field.number);
      const place = `${table.name}.${field.name}`;
      expect(described, place).toBeDefined();
      expect(protobuf.util.camelCase(described!.name), place).toBe(field.name);
      expect(described!.repeated, place).toBe(field.repeated);
      described!.resolve();
      if (field.message !== undefined) compare(field.message, described!.resolvedType as protobuf.Type);
      else if (field.names !== undefined) {
        const { values } = described!.resolvedType as protobuf.Enum;
        expect(new Map(Object.entries(values)), place).toEqual(field.names);
      } else expect(described!.type, place).toBe(field.kind === 'id' ? 'bytes' : field.kind);
    }
  };
  for (const [table, signal] of [
    [LogsRequest, 'logs'],
    [TracesRequest, 'trace'],
    [MetricsRequest, 'metrics'],
  ] as const) {
    compare(table, root.lookupType(`opentelemetry.proto.collector.${signal}.v1.${table.name}`));
  }
  expect(seen.size).toBeGreaterThan(25);
});
