import { type DescMessage, fromJson, type JsonValue, type Message, toJson } from '@bufbuild/protobuf';
import type { ProtoField, ProtoMessage, ProtoSchema } from '@foreshock/contract/proto/proto-schema.ts';

export interface MessageJson {
  /** The message of what REST answers. */
  write(descriptor: DescMessage, answer: unknown): Message;
  /** What REST would be asked with. */
  read(descriptor: DescMessage, message: Message): unknown;
}

/**
 * The two forms of JSON differ in what protobuf cannot say: a list in a list is a message of its own there, and a gap among
 * numbers is NaN.
 */
export function createMessageJson({ messages }: Pick<ProtoSchema, 'messages'>): MessageJson {
  const byName = new Map(messages.map((message) => [message.name, message]));
  const differing = findDiffering(byName);
  const rewrite = (name: string, value: unknown): unknown => {
    const message = byName.get(name);
    if (!message || !differing.has(name) || value === null || value === undefined) return value;
    if (message.isList) return { values: rewriteList(message.fields[0]!, value) };
    // The cast holds: the value is an answer in the shape that the message was made from.
    const fields = value as Readonly<Record<string, unknown>>;
    const changed = message.fields.flatMap((field) => {
      const { json, label, type } = field;
      const own = fields[json];
      if (own === null || own === undefined) return [];
      if (label === 'repeated') return [[json, rewriteList(field, own)] as const];
      if (label !== 'map') return [[json, rewrite(type, own)] as const];
      return [[json, Object.fromEntries(Object.entries(own).map(([key, of]) => [key, rewrite(type, of)]))] as const];
    });
    return { ...fields, ...Object.fromEntries(changed) };
  };
  const rewriteList = ({ type, gaps }: ProtoField, list: unknown): unknown[] =>
    // The cast holds: only a list is described as one.
    (list as readonly unknown[]).map((value) => (gaps && value === null ? 'NaN' : rewrite(type, value)));
  return {
    // The cast holds: answers are JSON. What the contract does not know is no part of the answer.
    write: (descriptor, answer) =>
      fromJson(descriptor, rewrite(descriptor.name, answer) as JsonValue, { ignoreUnknownFields: true }),
    read: (descriptor, message) => toJson(descriptor, message),
  };
}

/** Messages with a list in a list or gaps in them, at any depth. */
function findDiffering(byName: ReadonlyMap<string, ProtoMessage>): ReadonlySet<string> {
  const found = new Set([...byName.values()].filter(({ isList }) => isList).map(({ name }) => name));
  for (let before = -1; before !== found.size; ) {
    before = found.size;
    for (const { name, fields } of byName.values()) {
      if (fields.some(({ gaps, type }) => gaps || found.has(type))) found.add(name);
    }
  }
  return found;
}
