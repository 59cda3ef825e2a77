import type { UnnumberedMessage } from './describe-messages.ts';
import type { ProtoField, ProtoMessage } from './proto-schema.ts';

/** Protobuf keeps these for itself. */
const RESERVED_FROM = 19_000;

/**
 * Numbers the fields: those of `before` keep theirs, new ones get the next of their message. Programs that were built with
 * an older file go on to read what they know, so `before` is what may never change.
 *
 * Throws where a message or a field is gone or of another type.
 */
export function numberFields(
  messages: readonly UnnumberedMessage[],
  before: readonly ProtoMessage[],
): readonly ProtoMessage[] {
  const now = new Map(messages.map((message) => [message.name, message]));
  const faults = before.flatMap((old) => faultsOf(old, now.get(old.name)));
  if (faults.length > 0) {
    throw new Error(`${faults.join('\n')}\nv1 of the gRPC API only grows: bring them back beside what is new`);
  }
  const known = new Map(before.map((message) => [message.name, message]));
  return messages.map((message) => {
    const numbers = new Map(known.get(message.name)?.fields.map(({ name, number }) => [name, number]));
    let last = Math.max(0, ...numbers.values());
    const fields = message.fields.map((field): ProtoField => {
      const number = numbers.get(field.name) ?? ++last;
      if (number >= RESERVED_FROM) throw new Error(`message ${message.name} has too many fields`);
      const { name, json, ...rest } = field;
      return { name, json, number, ...rest };
    });
    return { ...message, fields: fields.sort((a, b) => a.number - b.number) };
  });
}

function faultsOf(old: ProtoMessage, message: UnnumberedMessage | undefined): string[] {
  if (message === undefined) return [`message ${old.name} is gone`];
  const now = new Map(message.fields.map((field) => [field.name, field]));
  return old.fields.flatMap((field) => {
    const path = `${old.name}.${field.name}`;
    const found = now.get(field.name);
    if (found === undefined) return [`field ${path} is gone`];
    const was = `${field.label} ${field.type}`;
    const is = `${found.label} ${found.type}`;
    return was === is ? [] : [`field ${path} was ${was} and is ${is}`];
  });
}
