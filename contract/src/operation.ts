import type { ErrorCode } from '@foreshock/model/known-error.ts';
import type { Role } from '@foreshock/model/role.ts';
import type { z } from 'zod';

/** Whether an assistant may call it, decided for each operation: offered, or withheld with the reason. */
export type ToolOffer = { readonly offered: true } | { readonly offered: false; readonly reason: string };

/** `watch` answers with a stream of server-sent events. */
export type OperationKind = 'query' | 'command' | 'watch';

export interface Operation<
  Input extends z.ZodObject = z.ZodObject,
  Output extends z.ZodType = z.ZodType,
  Kind extends OperationKind = OperationKind,
> {
  readonly name: string;
  readonly summary: string;
  readonly kind: Kind;
  /** Method and path; `{name}` parts come from the input. Queries by GET carry the rest in the query string. */
  readonly route: `${'GET' | 'POST'} /api/v1/${string}`;
  readonly role: Role;
  readonly tool: ToolOffer;
  readonly input: Input;
  readonly output: Output;
  readonly errors: readonly ErrorCode[];
  /** Of a command: what it answers is shown once and kept nowhere, so a repetition cannot be answered by it. */
  readonly answerIsSecret?: true;
}

export type InputOf<O extends Operation> = z.input<O['input']>;
export type ParsedInputOf<O extends Operation> = z.output<O['input']>;
export type OutputOf<O extends Operation> = z.output<O['output']>;

/** Keeps the exact types of the schemas. */
export function operation<Input extends z.ZodObject, Output extends z.ZodType, const Kind extends OperationKind>(
  description: Operation<Input, Output, Kind>,
): Operation<Input, Output, Kind> {
  return description;
}

export function offered(): ToolOffer {
  return { offered: true };
}

export function withheld(reason: string): ToolOffer {
  return { offered: false, reason };
}

export interface Route {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Names of the `{name}` parts in order. */
  readonly parameters: readonly string[];
}

export function routeOf(description: Operation): Route {
  const space = description.route.indexOf(' ');
  const method = description.route.slice(0, space) as Route['method'];
  const path = description.route.slice(space + 1);
  return { method, path, parameters: [...path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!) };
}
