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
import type { Caller } from '../../caller.ts';
import type { AnswerOperation } from '../../execute-operation.ts';
import { createReflection } from './answer-reflection.ts';
import { describeFiles } from './file-descriptor.ts';
import { createMessageJson, type MessageJson } from './message-json.ts';
import { errorDetailsSchema, reflectionSchema } from './reflection-schema.ts';
import { rpcError } from './rpc-error.ts';

export interface RpcRouterTools {
  readonly schema: ProtoSchema;
  readonly answer: AnswerOperation;
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
}

export interface RpcRouter {
  /** Of a path that a method or the reflection has. */
  answer(path: string, call: RpcCall): Promise<void>;
}

/** What a receiver takes that was set up with nothing is 4 MiB; whoever asks for more has set it. */
const MAX_ANSWER_BYTES = 64 * 1024 * 1024;

const callKey = createContextKey<Pick<RpcCall, 'caller' | 'headers'>>({ caller: undefined, headers: {} });

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
    for (const { name: method, operation } of methods) {
      const description = service.methods.find((each) => each.name === method)!;
      // The cast holds: operations of the schema are names of the catalogue that it was made from.
      addMethod(router, description, unary(description, operation as OperationName, { ...tools, registry, json }));
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
    const { caller, headers } = values.get(callKey);
    for (const [name, value] of Object.entries(headers)) responseHeader.set(name, value);
    if (!caller) throw new Error(`${operation} was routed without a caller`);
    if (!caller.ok) throw rpcError(caller.error, tools.registry);
    const input = tools.json.read(description.input, request);
    const answered = await tools.answer(operation, input, caller.value, signal).catch((error: unknown) => {
      const reference = tools.logFault(error, operation);
      return failure('internal', `internal error, reference ${reference}; the server log has the details`);
    });
    if (!answered.ok) throw rpcError(answered.error, tools.registry);
    return tools.json.write(description.output, answered.value);
  };
}

function reflecting(description: DescMethod, reflect: (request: JsonObject) => JsonObject, json: MessageJson) {
  return async function* (requests: AsyncIterable<Message>): AsyncGenerator<Message> {
    for await (const request of requests) {
      // The cast holds: the JSON of a message is an object.
      yield json.write(description.output, reflect(json.read(description.input, request) as JsonObject));
    }
  };
}

async function answer(
  handler: UniversalHandler,
  { request, response, caller, headers }: RpcCall,
  { logFault }: RpcRouterTools,
): Promise<void> {
  const values = createContextValues().set(callKey, { caller, headers });
  try {
    const answered = await handler(universalRequestFromNodeRequest(request, response, undefined, values));
    await universalResponseToNodeResponse(answered, response);
  } catch (error) {
    // Who went away is no fault.
    if (ConnectError.from(error).code !== Code.Aborted) logFault(error, handler.method.name);
    response.destroy();
  }
}
