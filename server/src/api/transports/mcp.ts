import type { OperationName } from '@foreshock/contract/catalog.ts';
import { failure, type Result } from '@foreshock/model/known-error.ts';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AnswerOperation } from '../execute-operation.ts';
import type { RequestLimits } from '../request-limits.ts';
import { bearerOf, type CallerSource, isFromOwnPage, takeTurn } from './find-caller.ts';
import { sendProblem } from './send-answer.ts';

export interface McpTools extends Pick<CallerSource, 'findKeyCaller'> {
  readonly limits: RequestLimits;
  readonly answer: AnswerOperation;
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
      const { authorization = '', origin } = request.headers;
      if (!isFromOwnPage(request))
        return sendProblem(reply, failure('role-insufficient', `no page of ${origin} may ask here`).error);
      const secret = bearerOf(authorization);
      if (secret === undefined) {
        const text = 'no API key: send one as "Authorization: Bearer fsa_..."';
        return sendProblem(reply, failure('credential-missing', text).error);
      }
      const caller = takeTurn(await tools.findKeyCaller(secret), tools.limits, reply);
      if (!caller.ok) return sendProblem(reply, caller.error);
      const gone = new AbortController();
      reply.raw.on('close', () => gone.abort());
      // Loaded by the first who asks: most installations have no assistant.
      const { answerMcpRequest } = await import('../../mcp/answer-http.ts');
      const ask = async (name: OperationName, input: unknown): Promise<Result<unknown>> =>
        tools.answer(name, input, caller.value, gone.signal);
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

/** What the protocol's library reads: method and headers. The body is given apart, parsed. */
function webRequestOf(request: FastifyRequest): Request {
  const headers = new Headers();
  for (const name of ['accept', 'content-type', 'mcp-protocol-version'] as const) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  return new Request(`http://${request.host}/mcp`, { method: 'POST', headers });
}
