// The only way in: who asks, may they, is the input right, then the handler. No transport knows an operation by name,
// and no handler knows a transport.
import { type Catalog, catalog, type OperationName } from '@foreshock/contract/catalog.ts';
import type { Operation, OutputOf, ParsedInputOf } from '@foreshock/contract/operation.ts';
import { failure, type Result } from '@foreshock/model/known-error.ts';
import { type Caller, mayAct } from './caller.ts';

export interface Request<Name extends OperationName> {
  readonly input: ParsedInputOf<Catalog[Name]>;
  readonly caller: Caller;
  /** Aborted when the caller has gone. */
  readonly signal: AbortSignal;
}

export type Handler<Name extends OperationName> = (request: Request<Name>) => Promise<Result<OutputOf<Catalog[Name]>>>;

/** Watch operations are streams and have their own entry. */
export type AnsweredName = {
  [Name in OperationName]: Catalog[Name]['kind'] extends 'watch' ? never : Name;
}[OperationName];

export type WatchedName = Exclude<OperationName, AnsweredName>;

/** One message of a stream, and the place after it. */
export interface Watched<Output> {
  readonly token: string;
  /** Absent from a heartbeat. */
  readonly value: Output | undefined;
}

type Watcher<Name extends OperationName> = (
  request: Request<Name>,
) => Promise<Result<AsyncGenerator<Result<Watched<OutputOf<Catalog[Name]>>>>>>;

export type Watchers = { readonly [Name in WatchedName]: Watcher<Name> };

/** By name, which need not be one that is watched. */
export type WatchOperation = (
  name: OperationName,
  input: unknown,
  caller: Caller,
  signal: AbortSignal,
) => Promise<Result<AsyncGenerator<Result<Watched<unknown>>>>>;

export type Handlers = { readonly [Name in AnsweredName]: Handler<Name> };

/** By name, which need not be one that is answered. */
export type AnswerOperation = (
  name: OperationName,
  input: unknown,
  caller: Caller,
  signal: AbortSignal,
) => Promise<Result<unknown>>;

/** Keeps what was done by whom. */
export type RecordAct = (caller: Caller, operation: OperationName, object: string) => Promise<void>;

export async function executeOperation(
  name: AnsweredName,
  rawInput: unknown,
  caller: Caller,
  signal: AbortSignal,
  handlers: Handlers,
  recordAct: RecordAct,
): Promise<Result<unknown>> {
  const description: Operation = catalog[name];
  const parsed = admit(description, rawInput, caller);
  if (!parsed.ok) return parsed;
  // The input was parsed by the schema of this very operation.
  const handler = handlers[name] as (request: {
    input: unknown;
    caller: Caller;
    signal: AbortSignal;
  }) => Promise<Result<unknown>>;
  const answer = await handler({ input: parsed.value, caller, signal });
  if (answer.ok && description.kind === 'command') {
    // What is made by the act has its id in the answer.
    const { id } = { ...(answer.value as object), ...(parsed.value as object) } as { readonly id?: unknown };
    await recordAct(caller, name, typeof id === 'string' ? id : '');
  }
  return answer;
}

/** In by the same door as a question. */
export async function watchOperation(
  name: WatchedName,
  rawInput: unknown,
  caller: Caller,
  signal: AbortSignal,
  watchers: Watchers,
): Promise<Result<AsyncGenerator<Result<Watched<unknown>>>>> {
  const parsed = admit(catalog[name], rawInput, caller);
  if (!parsed.ok) return parsed;
  // The input was parsed by the schema of this very operation.
  const watcher = watchers[name] as (request: {
    input: unknown;
    caller: Caller;
    signal: AbortSignal;
  }) => Promise<Result<AsyncGenerator<Result<Watched<unknown>>>>>;
  return watcher({ input: parsed.value, caller, signal });
}

/** Role first, so that a stranger learns nothing about inputs. */
export function admit(description: Operation, rawInput: unknown, caller: Caller): Result<unknown> {
  if (!mayAct(caller, description.role)) {
    return failure(
      'role-insufficient',
      `${description.name} needs the role ${description.role}, you have ${caller.role}`,
    );
  }
  const parsed = description.input.safeParse(rawInput);
  if (parsed.success) return { ok: true, value: parsed.data };
  const fields = parsed.error.issues.map(({ path, message }) => ({ field: path.join('.') || 'input', text: message }));
  const { error } = failure('input-invalid', fields.map(({ field, text }) => `${field}: ${text}`).join('; '));
  return { ok: false, error: { ...error, fields } };
}
