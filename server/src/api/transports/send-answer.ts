import type { KnownError } from '@foreshock/model/known-error.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sha256 } from '../../base/crypto/digest.ts';
import { problemOf } from '../problem.ts';
import type { RequestRoom } from '../request-limits.ts';

/**
 * JSON with a tag of its bytes; who has these very bytes already gets none. No cache keeps it: the program that asks
 * decides whether it may use what it has.
 */
export function sendJson(request: FastifyRequest, reply: FastifyReply, value: unknown): FastifyReply {
  const text = JSON.stringify(value);
  reply.header('cache-control', 'no-store');
  if (request.method !== 'GET') return reply.header('content-type', 'application/json; charset=utf-8').send(text);
  const tag = `"${Buffer.from(sha256(text)).toString('base64url').slice(0, 27)}"`;
  reply.header('etag', tag);
  if (isKnown(request.headers['if-none-match'], tag)) return reply.status(304).send();
  return reply.header('content-type', 'application/json; charset=utf-8').send(text);
}

/** RFC 9110, 13.1.2: a list of tags, weak ones too, or any. */
function isKnown(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  const tags = header.split(',').map((part) => part.trim().replace(/^W\//, ''));
  return tags.includes(tag) || tags.includes('*');
}

export async function sendProblem(reply: FastifyReply, error: KnownError, reference?: string): Promise<FastifyReply> {
  const problem = problemOf(error, reference);
  if (error.retryAfterMs !== undefined) reply.header('retry-after', String(Math.ceil(error.retryAfterMs / 1000)));
  if (problem.status === 401) reply.header('www-authenticate', 'Bearer realm="foreshock"');
  return reply.status(problem.status).header('content-type', 'application/problem+json').send(JSON.stringify(problem));
}

/** Both forms in use: three fields, and those of draft-ietf-httpapi-ratelimit-headers. */
export function tellRoom(reply: FastifyReply, { perMinute, left, fullInSeconds }: RequestRoom): void {
  reply
    .header('x-ratelimit-limit', String(perMinute))
    .header('x-ratelimit-remaining', String(left))
    .header('x-ratelimit-reset', String(fullInSeconds))
    .header('ratelimit-policy', `"key";q=${perMinute};w=60`)
    .header('ratelimit', `"key";r=${left};t=${fullInSeconds}`);
}
