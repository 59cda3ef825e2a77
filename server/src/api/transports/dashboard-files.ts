import fastifyStatic from '@fastify/static';
import { failure } from '@foreshock/model/known-error.ts';
import type { FastifyInstance } from 'fastify';
import { sendProblem } from './send-answer.ts';

const YEAR_SECONDS = 31_536_000;

/** The built dashboard. Paths of pages all get the one document; unknown paths of the API get a problem. */
export async function serveDashboard(server: FastifyInstance, directory: string): Promise<void> {
  await server.register(fastifyStatic, {
    root: directory,
    wildcard: false,
    setHeaders(reply, path) {
      // Files under assets/ carry a hash in their name.
      const immutable = path.includes('/assets/');
      reply.header('cache-control', immutable ? `public, max-age=${YEAR_SECONDS}, immutable` : 'no-cache');
    },
  });
  server.setNotFoundHandler(async (request, reply) => {
    const wantsPage =
      request.method === 'GET' && !request.url.startsWith('/api/') && !/\.[a-z0-9]+(\?|$)/.test(request.url);
    if (wantsPage) return reply.header('cache-control', 'no-cache').sendFile('index.html');
    const text = `nothing answers ${request.method} ${request.url.split('?')[0]}: see /api/v1/openapi.json`;
    return sendProblem(reply, failure('route-not-found', text).error);
  });
}
