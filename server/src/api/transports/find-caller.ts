import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Caller } from '../caller.ts';
import type { RequestLimits } from '../request-limits.ts';
import { tellRoom } from './send-answer.ts';

export const SESSION_COOKIE = 'foreshock_session';
/** Under TLS browsers hold the cookie to this host, this path and TLS. */
export const SECURE_SESSION_COOKIE = '__Host-foreshock_session';

export interface CallerSource {
  /** By the value of the session cookie. */
  readonly findCaller: (session: string) => Promise<Caller | undefined>;
  /** By the key behind `Bearer`. */
  readonly findKeyCaller: (secret: string) => Promise<Result<Caller>>;
}

/** A key where one is sent, else the cookie of a page of ours. A key that is wrong is never made good by a cookie. */
export async function findCaller(
  request: FastifyRequest,
  { findCaller: findBySession, findKeyCaller }: CallerSource,
): Promise<Result<Caller>> {
  const { authorization } = request.headers;
  if (authorization !== undefined) {
    const secret = bearerOf(authorization);
    if (secret === undefined) return failure('credential-unknown', 'send the key as "Authorization: Bearer fsa_..."');
    return findKeyCaller(secret);
  }
  const session = request.cookies[sessionCookieOf(request)] ?? '';
  const caller = isFromOwnPage(request) ? await findBySession(session) : undefined;
  if (caller) return success(caller);
  return failure(
    'credential-missing',
    'no valid session: open the sign-in link that the server printed, or send an API key as "Authorization: Bearer"',
  );
}

/** `undefined` for another scheme. */
export function bearerOf(authorization: string): string | undefined {
  return /^bearer +(\S+) *$/i.exec(authorization)?.[1];
}

/** The caller, when one was found who may ask now; a program is told how much room it has left. */
export function takeTurn(found: Result<Caller>, limits: RequestLimits, reply: FastifyReply): Result<Caller> {
  if (!found.ok) return found;
  const taken = limits.take(found.value);
  if (taken) tellRoom(reply, taken.room);
  return taken?.refused ?? found;
}

/**
 * Programs send no origin. Of browsers, cookies of the same host come from every port of this machine, so a page of
 * another local server would act in the name of whoever is signed in.
 */
export function isFromOwnPage(request: FastifyRequest): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return true;
  // What encrypts in front of us is another scheme on the same host and port.
  return origin === `https://${request.host}` || (request.protocol === 'http' && origin === `http://${request.host}`);
}

export function sessionCookieOf(request: FastifyRequest): string {
  return request.protocol === 'https' ? SECURE_SESSION_COOKIE : SESSION_COOKIE;
}
