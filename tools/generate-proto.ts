import { existsSync, readFileSync } from 'node:fs';
import { describeApi } from '@foreshock/contract/proto/describe-api.ts';
import type { ProtoSchema } from '@foreshock/contract/proto/proto-schema.ts';
import { protoText } from '@foreshock/contract/proto/proto-text.ts';

/**
 * What the gRPC API is made from, by path: its schema, whose numbers are read back from the file before, and the `.proto`.
 *
 * pathOf   where a file of the repository lies
 */
export function protoOutputs(pathOf: (name: string) => string): Record<string, string> {
  const name = 'contract/generated/foreshock.v1.json';
  const path = pathOf(name);
  const before: Pick<ProtoSchema, 'messages'> = existsSync(path)
    ? JSON.parse(readFileSync(path, 'utf8'))
    : { messages: [] };
  const schema = describeApi(before);
  return { [name]: `${JSON.stringify(schema, null, 1)}\n`, 'contract/generated/foreshock.proto': protoText(schema) };
}
