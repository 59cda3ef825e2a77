import { rpcPaths } from '@foreshock/contract/proto/rpc-methods.ts';
import type { Result } from '@foreshock/model/known-error.ts';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../caller.ts';
import type { AnswerOperation, WatchOperation } from '../execute-operation.ts';
import type { RequestLimits } from '../request-limits.ts';
import type { StalledReaders } from './end-stalled.ts';
import { type CallerSource, findCaller, takeTurn } from './find-caller.ts';
import type { RpcRouter } from './grpc/rpc-router.ts';

export interface RpcTools extends CallerSource {
  readonly limits: RequestLimits;
  readonly answer: AnswerOperation;
  readonly watch: WatchOperation;
  readonly stalledReaders: StalledReaders;
  readonly logFault: (error: unknown, operation: string) => string;
}

/** They say what can be called and nothing of a project, as the OpenAPI document does: no key is asked for. */
const REFLECTION_PATHS = ['v1', 'v1alpha'].map(
  (version) => `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`,
);

/**
 * The methods of gRPC, gRPC-Web and Connect, on the port of everything else: credentials, limits and who may come by which
 * name are those of REST. What answers is loaded by the first call: most installations have no such client.
 */
export async function addRpc(server: FastifyInstance, tools: RpcTools, maxRequestBytes: number): Promise<void> {
  let loading: Promise<RpcRouter> | undefined;
  const load = async (): Promise<RpcRouter> => {
    const { createRpcRouter } = await import('./grpc/rpc-router.ts');
    const { apiSchema } = await import('@foreshock/contract/proto/api-schema.ts');
    return createRpcRouter({ schema: apiSchema, maxRequestBytes, ...tools });
  };
  const serve = async (
    request: FastifyRequest,
    reply: FastifyReply,
    caller: Result<Caller> | undefined,
  ): Promise<FastifyReply> => {
    loading ??= load();
    const router = await loading;
    const room = Object.entries(reply.getHeaders()).filter(([name]) => /^(x-)?ratelimit/.test(name));
    const headers = Object.fromEntries(room.map(([name, value]) => [name, String(value)]));
    reply.hijack();
    const path = request.routeOptions.url!;
    await router.answer(path, {
      request: request.raw,
      response: reply.raw,
      caller,
      headers,
      isStillAllowed: async () => (await findCaller(request, tools)).ok,
    });
    return reply;
  };
  await server.register(async (scope) => {
    // Messages are read one by one by who knows them.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, done) => done(null));
    for (const url of rpcPaths()) {
      scope.post(url, async (request, reply) =>
        serve(request, reply, takeTurn(await findCaller(request, tools), tools.limits, reply)),
      );
    }
    for (const url of REFLECTION_PATHS) scope.post(url, async (request, reply) => serve(request, reply, undefined));
  });
}
