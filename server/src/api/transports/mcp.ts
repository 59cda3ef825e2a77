import type { OperationName } from '@foreshock/contract/catalog.ts';
import { failure, type Result } from '@foreshock/model/known-error.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller } from '../caller.ts';
import type { RequestLimits } from '../request-limits.ts';
import type { CallerSource } from './find-caller.ts';
import { sendProblem, tellRoom } from './send-answer.ts';

export interface McpTools extends Pick<CallerSource, 'findKeyCaller'> {
  readonly limits: RequestLimits;
  readonly answer: (
    name: OperationName,
    input: unknown,
    caller: Caller,
    signal: AbortSignal,
  ) => Promise<Result<unknown>>;
  readonly version: string;
}

/**
 * `/mcp`: a key, or nothing. A browser's cookie is no credential here, and a page of any site that sends its origin is
 * refused: what is asked is asked in the name of the key alone.
 */
export function addMcp(server: FastifyInstance, tools: McpTools): void {
  server.route({
    method: 'POST',
    url: '/mcp',
    handler: async (request, reply) => {
      const { authorization, origin } = request.headers;
      if (origin !== undefined && !isOwnOrigin(request, origin))
        return sendProblem(reply, failure('role-insufficient', `no page of ${origin} may ask here`).error);
      const [, secret] = /^bearer +(\S+) *$/i.exec(authorization ?? '') ?? [];
      if (secret === undefined) {
        const text = 'no API key: send one as "Authorization: Bearer fsa_..."';
        return sendProblem(reply, failure('credential-missing', text).error);
      }
      const found = await tools.findKeyCaller(secret);
      if (!found.ok) return sendProblem(reply, found.error);
      const taken = tools.limits.take(found.value);
      if (taken) tellRoom(reply, taken.room);
      if (taken?.refused && !taken.refused.ok) return sendProblem(reply, taken.refused.error);
      const gone = new AbortController();
      reply.raw.on('close', () => gone.abort());
      // Loaded by the first who asks: most installations have no assistant.
      const { answerMcpRequest } = await import('../../mcp/answer-http.ts');
      const ask = async (name: OperationName, input: unknown): Promise<Result<unknown>> =>
        tools.answer(name, input, found.value, gone.signal);
      const answer = await answerMcpRequest(webRequestOf(request), request.body, tools.version, ask);
      for (const [name, value] of answer.headers) reply.header(name, value);
      return reply
        .status(answer.status)
        .header('cache-control', 'no-store')
        .send(answer.status === 202 ? undefined : await answer.text());
    },
  });
  for (const method of ['GET', 'DELETE'] as const) {
    server.route({
      method,
      url: '/mcp',
      handler: async (_request, reply) =>
        reply.status(405).header('allow', 'POST').send({ error: 'this server has no sessions and no streams: POST' }),
    });
  }
}

function isOwnOrigin(request: FastifyRequest, origin: string): boolean {
  return origin === `${request.protocol}://${request.host}` || origin === `https://${request.host}`;
}

/** What the protocol's library reads: method and headers. The body is given apart, parsed. */
function webRequestOf(request: FastifyRequest): Request {
  const headers = new Headers();
  for (const name of ['accept', 'content-type', 'mcp-protocol-version'] as const) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  return new Request(`http://${request.host}/mcp`, { method: 'POST', headers });
}
