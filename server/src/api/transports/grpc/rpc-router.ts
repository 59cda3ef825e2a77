// gRPC, gRPC-Web and Connect -> operations. Each method is one operation of the catalogue and goes in by its door. Loaded by
// the first call.
import type { DescMethod, FileRegistry, JsonObject, Message } from '@bufbuild/protobuf';
import {
  Code,
  ConnectError,
  createConnectRouter,
  createContextKey,
  createContextValues,
  type HandlerContext,
} from '@connectrpc/connect';
import type { UniversalHandler } from '@connectrpc/connect/protocol';
import {
  compressionGzip,
  universalRequestFromNodeRequest,
  universalResponseToNodeResponse,
} from '@connectrpc/connect-node';
import type { OperationName } from '@foreshock/contract/catalog.ts';
import type { ProtoSchema } from '@foreshock/contract/proto/proto-schema.ts';
import { failure, type Result } from '@foreshock/model/known-error.ts';
import { encodeGrpcText } from '../../../base/net/grpc-server.ts';
import type { Caller } from '../../caller.ts';
import type { AnswerOperation, WatchOperation } from '../../execute-operation.ts';
import { endStalled, type StalledReaders } from '../end-stalled.ts';
import { createReflection } from './answer-reflection.ts';
import { describeFiles } from './file-descriptor.ts';
import { createMessageJson, type MessageJson } from './message-json.ts';
import { errorDetailsSchema, reflectionSchema } from './reflection-schema.ts';
import { rpcError } from './rpc-error.ts';

export interface RpcRouterTools {
  readonly schema: ProtoSchema;
  readonly answer: AnswerOperation;
  readonly watch: WatchOperation;
  readonly stalledReaders: StalledReaders;
  readonly logFault: (error: unknown, operation: string) => string;
  readonly maxRequestBytes: number;
}

export interface RpcCall {
  readonly request: Parameters<typeof universalRequestFromNodeRequest>[0];
  readonly response: Parameters<typeof universalResponseToNodeResponse>[1];
  /** Who asks, or why nobody may; absent where nobody is asked who they are. */
  readonly caller: Result<Caller> | undefined;
  /** To be told with the answer. */
  readonly headers: Readonly<Record<string, string>>;
  /** Asked with every message of a stream. */
  readonly isStillAllowed: () => Promise<boolean>;
}

export interface RpcRouter {
  /** Of a path that a method or the reflection has. */
  answer(path: string, call: RpcCall): Promise<void>;
}

/** What a receiver takes that was set up with nothing is 4 MiB; whoever asks for more has set it. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

const callKey = createContextKey<RpcCall | undefined>(undefined);

export function createRpcRouter(tools: RpcRouterTools): RpcRouter {
  const { schema } = tools;
  const reflections = [reflectionSchema('v1'), reflectionSchema('v1alpha')];
  const registry = describeFiles([schema, errorDetailsSchema, ...reflections]);
  const json = createMessageJson(schema);
  const router = createConnectRouter({
    acceptCompression: [compressionGzip],
    readMaxBytes: tools.maxRequestBytes,
    writeMaxBytes: MAX_ANSWER_BYTES,
  });
  for (const { name, methods } of schema.services) {
    const service = registry.getService(`${schema.package}.${name}`)!;
    for (const { name: method, operation, streams } of methods) {
      const description = service.methods.find((each) => each.name === method)!;
      // The cast holds: operations of the schema are names of the catalogue that it was made from.
      const make = streams ? streaming : unary;
      addMethod(router, description, make(description, operation as OperationName, { ...tools, registry, json }));
    }
  }
  const services = [...schema.services.map(({ name }) => `${schema.package}.${name}`), ...reflections.map(serviceOf)];
  const reflect = createReflection(registry, services);
  for (const reflection of reflections) {
    const [description] = registry.getService(serviceOf(reflection))!.methods;
    addMethod(router, description!, reflecting(description!, reflect, json));
  }
  const byPath = new Map(router.handlers.map((handler) => [handler.requestPath, handler]));
  return { answer: (path, call) => answer(byPath.get(path)!, call, tools) };
}

function serviceOf({ package: name }: ProtoSchema): string {
  return `${name}.ServerReflection`;
}

/** A method of any kind. The library's types are for kinds that are known when it is compiled. */
function addMethod(
  router: ReturnType<typeof createConnectRouter>,
  description: DescMethod,
  implementation: (request: never, context: HandlerContext) => Promise<Message> | AsyncIterable<Message>,
): void {
  // The cast holds: a unary method has a function that answers once, a streaming one a generator.
  router.rpc(description as never, implementation as never);
}

interface MethodTools extends RpcRouterTools {
  readonly registry: FileRegistry;
  readonly json: MessageJson;
}

function unary(description: DescMethod, operation: OperationName, tools: MethodTools) {
  return async (request: Message, { values, signal, responseHeader }: HandlerContext): Promise<Message> => {
    const caller = callerOf(callOf(values), responseHeader, tools);
    const input = tools.json.read(description.input, request);
    const answered = await known(operation, tools, tools.answer(operation, input, caller, signal));
    return tools.json.write(description.output, answered);
  };
}

function streaming(description: DescMethod, operation: OperationName, tools: MethodTools) {
  return async function* (
    request: Message,
    { values, signal, responseHeader }: HandlerContext,
  ): AsyncGenerator<Message> {
    const call = callOf(values);
    const caller = callerOf(call, responseHeader, tools);
    const input = tools.json.read(description.input, request);
    const watched = await known(operation, tools, tools.watch(operation, input, caller, signal));
    for await (const next of endStalled(watched, () => call.response.destroy(), tools.stalledReaders)) {
      if (!next.ok) throw rpcError(next.error, tools.registry);
      const { token, value } = next.value;
      if (!(await call.isStillAllowed())) {
        throw rpcError(failure('credential-unknown', 'the key has ended: watch with another').error, tools.registry);
      }
      yield tools.json.write(description.output, value ?? { resumeToken: token });
    }
    // The deadline of the client, or that it went away.
    signal.throwIfAborted();
    throw rpcError(failure('stopping', 'the program stops: watch again with the last token').error, tools.registry);
  };
}

function callOf(values: HandlerContext['values']): RpcCall {
  const call = values.get(callKey);
  if (!call) throw new Error('a method was called past its route');
  return call;
}

function callerOf({ caller, headers }: RpcCall, responseHeader: Headers, { registry }: MethodTools): Caller {
  for (const [name, value] of Object.entries(headers)) responseHeader.set(name, value);
  if (!caller) throw new Error('a method was routed without a caller');
  if (!caller.ok) throw rpcError(caller.error, registry);
  return caller.value;
}

/** Throws what the client is told; what nobody expected is logged and told by its reference. */
async function known<T>(operation: OperationName, tools: MethodTools, asked: Promise<Result<T>>): Promise<T> {
  const answered = await asked.catch((error: unknown) => {
    const reference = tools.logFault(error, operation);
    return failure('internal', `internal error, reference ${reference}; the server log has the details`);
  });
  if (!answered.ok) throw rpcError(answered.error, tools.registry);
  return answered.value;
}

function reflecting(description: DescMethod, reflect: (request: JsonObject) => JsonObject, json: MessageJson) {
  return async function* (requests: AsyncIterable<Message>): AsyncGenerator<Message> {
    for await (const request of requests) {
      // The cast holds: the JSON of a message is an object.
      yield json.write(description.output, reflect(json.read(description.input, request) as JsonObject));
    }
  };
}

async function answer(handler: UniversalHandler, call: RpcCall, { logFault }: RpcRouterTools): Promise<void> {
  const { request, response } = call;
  const values = createContextValues().set(callKey, call);
  try {
    const answered = await handler(universalRequestFromNodeRequest(request, response, undefined, values));
    const { body, trailer } = answered;
    const told = body && trailer ? { ...answered, body: withPlainMessage(body, trailer) } : answered;
    await universalResponseToNodeResponse(told, response);
  } catch (error) {
    // Who went away is no fault.
    if (ConnectError.from(error).code !== Code.Aborted) logFault(error, handler.method.name);
    response.destroy();
  }
}

/** The library encodes more of the message than it must, and clients of Node.js decode only what it must. */
async function* withPlainMessage(body: AsyncIterable<Uint8Array>, trailer: Headers): AsyncGenerator<Uint8Array> {
  yield* body;
  const message = trailer.get('grpc-message');
  if (message !== null) trailer.set('grpc-message', encodeGrpcText(decodeURIComponent(message)));
}
