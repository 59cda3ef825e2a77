// REST, made from the catalogue: one route for each operation. Knows no operation by name.
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import { catalog, type OperationName } from '@foreshock/contract/catalog.ts';
import { openapiDocument } from '@foreshock/contract/openapi.ts';
import { type Operation, routeOf } from '@foreshock/contract/operation.ts';
import { failure, type KnownError, type Result } from '@foreshock/model/known-error.ts';
import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type FastifyServerFactory,
} from 'fastify';
import { createHttpListener, type HttpListener, type OnRequest } from '../../base/net/http-listener.ts';
import { isLoopbackHost } from '../../base/net/listen.ts';
import type { TlsIdentity } from '../../base/net/tls-options.ts';
import type { Caller } from '../caller.ts';
import type { FeedEvent } from '../event-feed.ts';
import { problemOf } from '../problem.ts';

export interface RestTools {
  /** By the value of the session cookie. */
  readonly findCaller: (session: string) => Promise<Caller | undefined>;
  readonly answer: (
    name: OperationName,
    input: unknown,
    caller: Caller,
    signal: AbortSignal,
  ) => Promise<Result<unknown>>;
  readonly watch: (caller: Caller, lastSequence: number | undefined, signal: AbortSignal) => AsyncGenerator<FeedEvent>;
  /** Trades a one-time token for the value of a session cookie. */
  readonly redeemSignIn: (token: string) => Promise<Result<string>>;
  /** Whether a browser may come by this name; any other may be one that a stranger made point here. */
  readonly isOwnName: (name: string) => boolean;
  /** A name that may be used, for whoever came by another. */
  readonly ownName: string;
  /** Logs a thrown error and gives the reference under which the log holds it. */
  readonly logFault: (error: unknown, operation: string) => string;
  readonly version: string;
}

export interface RestServer {
  readonly server: FastifyInstance;
  /** For new connections; those that are open live on. Only of a server that was made with an identity. */
  replaceIdentity(identity: TlsIdentity): void;
  close(): Promise<void>;
}

export const SESSION_COOKIE = 'foreshock_session';
/** Under TLS browsers hold the cookie to this host, this path and TLS. */
export const SECURE_SESSION_COOKIE = '__Host-foreshock_session';
const YEAR_SECONDS = 31_536_000;
const MAX_BODY_BYTES = 1_048_576;
const CLOCKS = { keepAliveTimeout: 72_000, headersTimeout: 10_000, requestTimeout: 60_000 };
/** A comment line keeps proxies and browsers from giving up on a quiet stream. */
const HEARTBEAT = ': still here\n\n';
const HEARTBEAT_MS = 15_000;

/** Every route but listening; the caller listens and closes. `identity`: with it the port speaks TLS. */
export async function createRestServer(
  tools: RestTools,
  every: (ms: number, work: () => void) => () => void,
  identity?: TlsIdentity,
): Promise<RestServer> {
  const listeners: HttpListener[] = [];
  const serverFactory: FastifyServerFactory = (onRequest) => {
    // The cast holds: the framework calls no method of the server that the two kinds do not share, and takes requests of
    // both. A name that stands for several addresses gets a server for each.
    const listener = createHttpListener(identity, CLOCKS, onRequest as unknown as OnRequest);
    listeners.push(listener);
    return listener.server as ReturnType<FastifyServerFactory>;
  };
  const server = fastify({
    bodyLimit: MAX_BODY_BYTES,
    serverFactory,
    routerOptions: { maxParamLength: 300 },
  });
  // A body of plain text is what a form of another site could send.
  server.removeContentTypeParser('text/plain');
  await server.register(cookie);
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
        formAction: ["'self'"],
      },
    },
    // A browser that learnt HSTS under a name of loopback would refuse every other program on that machine.
    strictTransportSecurity: identity !== undefined && !isLoopbackHost(tools.ownName) && { maxAge: YEAR_SECONDS },
  });
  server.addHook('onRequest', async (request, reply) => {
    if (!tools.isOwnName(request.hostname)) {
      await sendProblem(
        reply,
        failure('route-not-found', `no service under the name "${request.hostname}": use ${tools.ownName}`).error,
      );
    }
  });
  server.setErrorHandler(async (error, request, reply) => {
    const known = faultOfFastify(error);
    if (known) return sendProblem(reply, known);
    const reference = tools.logFault(error, request.routeOptions.url ?? 'unknown');
    return sendProblem(
      reply,
      failure('internal', `internal error, reference ${reference}; the server log has the details`).error,
      reference,
    );
  });
  server.get('/sign-in', async (request, reply) => signIn(request, reply, tools));
  server.get('/api/v1/openapi.json', async () => openapiDocument(tools.version));
  for (const name of Object.keys(catalog) as OperationName[]) addOperation(server, name, tools, every);
  return {
    server,
    replaceIdentity: (next) => {
      for (const listener of listeners) listener.replaceIdentity(next);
    },
    close: async () => {
      const closed = server.close();
      // Streams of events would go on for ever.
      for (const listener of listeners) listener.closeAllConnections();
      await closed;
    },
  };
}

/** Sets the cookie on GET: the link is printed for a person and holds for one use. */
async function signIn(request: FastifyRequest, reply: FastifyReply, tools: RestTools): Promise<FastifyReply> {
  // Of a name that is given twice the framework makes a list.
  const { token, next } = request.query as { readonly token?: unknown; readonly next?: unknown };
  const session = await tools.redeemSignIn(typeof token === 'string' ? token : '');
  if (!session.ok) return reply.redirect('/?signIn=expired', 303);
  return reply
    .setCookie(sessionCookieOf(request), session.value, {
      httpOnly: true,
      sameSite: 'lax',
      path: '/',
      secure: request.protocol === 'https',
    })
    .header('cache-control', 'no-store')
    .redirect(isLocalPath(next) ? next : '/', 303);
}

/** A path of ours, not a way to somebody else's site. */
function isLocalPath(path: unknown): path is string {
  return typeof path === 'string' && /^\/(?![/\\])/.test(path);
}

function addOperation(
  server: FastifyInstance,
  name: OperationName,
  tools: RestTools,
  every: (ms: number, work: () => void) => () => void,
): void {
  const description: Operation = catalog[name];
  const route = routeOf(description);
  server.route({
    method: route.method,
    // The router takes a colon for a parameter unless it is doubled.
    url: route.path.replaceAll(':', '::').replace(/\{(\w+)\}/g, ':$1'),
    handler: async (request, reply) => {
      const caller = isFromOwnPage(request)
        ? await tools.findCaller(request.cookies[sessionCookieOf(request)] ?? '')
        : undefined;
      if (!caller) {
        return sendProblem(
          reply,
          failure('credential-missing', 'no valid session: open the sign-in link that the server printed').error,
        );
      }
      const gone = new AbortController();
      request.raw.on('close', () => {
        if (!reply.raw.writableFinished) gone.abort();
      });
      reply.raw.on('close', () => gone.abort());
      if (description.kind === 'watch')
        return sendEvents(request, reply, tools.watch(caller, lastEventId(request), gone.signal), every);
      const input = {
        ...(request.query as object),
        ...(request.body as object | undefined),
        ...(request.params as object),
      };
      const answer = await tools.answer(name, input, caller, gone.signal);
      if (!answer.ok) return sendProblem(reply, answer.error);
      return reply.header('cache-control', 'no-store').send(answer.value);
    },
  });
}

/**
 * Programs send no origin. Of browsers, cookies of the same host come from every port of this machine, so a page of
 * another local server would act in the name of whoever is signed in.
 */
function isFromOwnPage(request: FastifyRequest): boolean {
  const { origin } = request.headers;
  if (origin === undefined) return true;
  // What encrypts in front of us is another scheme on the same host and port.
  return origin === `https://${request.host}` || (request.protocol === 'http' && origin === `http://${request.host}`);
}

function sessionCookieOf(request: FastifyRequest): string {
  return request.protocol === 'https' ? SECURE_SESSION_COOKIE : SESSION_COOKIE;
}

function lastEventId(request: FastifyRequest): number | undefined {
  const sent = Number(request.headers['last-event-id']);
  return Number.isSafeInteger(sent) && sent > 0 ? sent : undefined;
}

async function sendEvents(
  request: FastifyRequest,
  reply: FastifyReply,
  events: AsyncGenerator<FeedEvent>,
  every: (ms: number, work: () => void) => () => void,
): Promise<FastifyReply> {
  reply.hijack();
  reply.raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  });
  reply.raw.write('retry: 2000\n\n');
  const stop = every(HEARTBEAT_MS, () => reply.raw.write(HEARTBEAT));
  request.raw.on('close', stop);
  try {
    for await (const { sequence, ...event } of events)
      reply.raw.write(`id: ${sequence}\ndata: ${JSON.stringify(event)}\n\n`);
  } finally {
    stop();
    reply.raw.end();
  }
  return reply;
}

async function sendProblem(reply: FastifyReply, error: KnownError, reference?: string): Promise<FastifyReply> {
  const problem = problemOf(error, reference);
  if (error.retryAfterMs !== undefined) reply.header('retry-after', String(Math.ceil(error.retryAfterMs / 1000)));
  return reply.status(problem.status).header('content-type', 'application/problem+json').send(JSON.stringify(problem));
}

/** What the framework refuses before a handler runs. */
function faultOfFastify(error: unknown): KnownError | undefined {
  const { statusCode, message } = error as { readonly statusCode?: number; readonly message?: string };
  switch (statusCode) {
    case 400:
      return failure('input-invalid', `the body is not valid JSON: ${message ?? 'unreadable'}`).error;
    case 413:
      return failure('request-too-large', `the body is larger than ${MAX_BODY_BYTES} bytes`).error;
    case 415:
      return failure('content-type-unsupported', 'send the body as application/json').error;
    default:
      return undefined;
  }
}
