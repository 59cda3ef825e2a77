// The shapes of the contract -> messages of protobuf, without numbers. One source of truth: what REST answers is what gRPC
// answers. In come schemas, out come messages in the order in which they are met.
import { z } from 'zod';
import type { Operation } from '../operation.ts';
import { Time } from '../shapes.ts';
import { type ProtoField, type ProtoMessage, snakeCase, TIMESTAMP } from './proto-schema.ts';

export type UnnumberedField = Omit<ProtoField, 'number'>;
export type UnnumberedMessage = Omit<ProtoMessage, 'fields'> & { readonly fields: readonly UnnumberedField[] };

export interface MessageNames {
  /** By definition: of those that are exported, and of others by where they were met first. */
  readonly shapes: Map<unknown, string>;
  readonly messages: Map<string, UnnumberedMessage>;
}

const MAX_INT32 = 2 ** 31 - 1;

/** Of modules that export shapes, by the name of the export: `EvidenceView` is the message `Evidence`. */
export function nameShapes(modules: readonly Readonly<Record<string, unknown>>[]): Map<unknown, string> {
  const exported = modules.flatMap((module) => Object.entries(module));
  return new Map(
    exported.flatMap(([name, value]) =>
      // A shape with a description is a copy with the same definition.
      value instanceof z.ZodObject ? [[value._zod.def, name.replace(/(Ref|View)$/, '')] as const] : [],
    ),
  );
}

/** The message of what an operation is asked with. */
export function describeInput({ name, input }: Operation, names: MessageNames): string {
  return describeObject(input, `${pascalCase(name)}Request`, names, 'input');
}

/** The message that an operation answers. Throws for a shape that protobuf cannot say. */
export function describeOutput({ name, output }: Operation, names: MessageNames): string {
  if (!(output instanceof z.ZodObject)) throw new Error(`${name}: the answer must be an object`);
  return describeObject(output, `${pascalCase(name)}Response`, names, 'output');
}

function describeObject(shape: z.ZodObject, preset: string, names: MessageNames, io: 'input' | 'output'): string {
  const known = names.shapes.get(shape._zod.def);
  const name = known ?? preset;
  if (names.messages.has(name)) {
    if (known === undefined) throw new Error(`two shapes would be the message ${name}: export one of them by a name`);
    return name;
  }
  names.shapes.set(shape._zod.def, name);
  // Its place in the order is before the messages that it needs.
  names.messages.set(name, { name, fields: [] });
  const fields = Object.entries(shape.shape).map(([json, schema]) => describeField(name, json, schema, names, io));
  names.messages.set(name, { name, fields });
  return name;
}

function describeField(
  parent: string,
  json: string,
  schema: z.core.$ZodType,
  names: MessageNames,
  io: 'input' | 'output',
): UnnumberedField {
  const { inner, isOptional, comment } = unwrap(schema);
  const preset = `${parent}${pascalCase(json)}`;
  // That a time is one is said by its type.
  const isSaid = comment === undefined || comment === Time.description;
  const field = { name: snakeCase(json), json, ...(!isSaid && { comment }) };
  if (inner instanceof z.ZodRecord) {
    const { inner: values } = unwrap(inner.valueType);
    return { ...field, type: typeOf(values, preset, names, io), label: 'map' };
  }
  const element = elementOf(inner);
  if (element === undefined) {
    // An answer says null where a request leaves out, and protobuf leaves out both.
    return { ...field, type: typeOf(inner, preset, names, io), label: isOptional ? 'optional' : 'single' };
  }
  const { inner: of, isOptional: gaps } = unwrap(element);
  const type = elementOf(of) === undefined ? typeOf(of, preset, names, io) : describeList(of, preset, names, io);
  if (gaps && type !== 'double') throw new Error(`${parent}.${json}: only a list of numbers may have gaps`);
  return { ...field, type, label: 'repeated', ...(gaps && { gaps: true as const }) };
}

function describeList(list: z.core.$ZodType, preset: string, names: MessageNames, io: 'input' | 'output'): string {
  const { inner, isOptional: gaps } = unwrap(elementOf(list)!);
  const type = typeOf(inner, preset, names, io);
  const name = `${pascalCase(type)}List`;
  const field: UnnumberedField = { name: 'values', json: 'values', type, label: 'repeated', ...(gaps && { gaps }) };
  names.messages.set(name, { name, fields: [field], isList: true });
  return name;
}

function typeOf(schema: z.core.$ZodType, preset: string, names: MessageNames, io: 'input' | 'output'): string {
  if (schema instanceof z.ZodObject) return describeObject(schema, preset, names, io);
  if (schema instanceof z.ZodISODateTime) return TIMESTAMP;
  // Words are strings: a reader of today must not fail at a word of tomorrow.
  if (schema instanceof z.ZodString || schema instanceof z.ZodEnum) return 'string';
  if (schema instanceof z.ZodBoolean) return 'bool';
  if (schema instanceof z.ZodNumber) return numberType(schema, io);
  throw new Error(`${preset}: gRPC has no form for ${schema._zod.def.type}; add one to describe-messages.ts`);
}

function numberType(schema: z.ZodNumber, io: 'input' | 'output'): string {
  const { type, minimum = -Infinity, maximum = Infinity } = z.toJSONSchema(schema, { io });
  if (type !== 'integer') return 'double';
  if (maximum > MAX_INT32) return 'int64';
  return minimum >= 0 ? 'uint32' : 'int32';
}

/** What a list holds; of a tuple its first, since all of ours are of one kind. `undefined` for what is no list. */
function elementOf(schema: z.core.$ZodType): z.core.$ZodType | undefined {
  if (schema instanceof z.ZodArray) return schema.element;
  return schema instanceof z.ZodTuple ? schema.def.items[0] : undefined;
}

interface Unwrapped {
  readonly inner: z.core.$ZodType;
  readonly isOptional: boolean;
  readonly comment: string | undefined;
}

function unwrap(schema: z.core.$ZodType): Unwrapped {
  const comment = schema instanceof z.ZodType ? schema.description : undefined;
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    const within = unwrap(schema.def.innerType);
    return { inner: within.inner, isOptional: true, comment: comment ?? within.comment };
  }
  return { inner: schema, isOptional: false, comment };
}

function pascalCase(name: string): string {
  return `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
}
