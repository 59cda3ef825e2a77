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
import { type AnswerOnce, IDEMPOTENCY_KEY } from '../answer-once.ts';
import type { WatchOperation } from '../execute-operation.ts';
import { type ExportedList, type ExportForm, exportFormOf, exportList, TYPE_OF_FORM } from '../exports/export-list.ts';
import { allowedMethods } from './allowed-methods.ts';
import type { StalledReaders } from './end-stalled.ts';
import { findCaller, sessionCookieOf, takeTurn } from './find-caller.ts';
import { addMcp, type McpTools } from './mcp.ts';
import { addMetrics, type MetricsTools } from './metrics.ts';
import { addRpc } from './rpc.ts';
import { sendJson, sendProblem } from './send-answer.ts';
import { lastEventId, sendEvents } from './server-sent-events.ts';

export interface RestTools extends MetricsTools, McpTools {
  readonly answerOnce: AnswerOnce;
  readonly watch: WatchOperation;
  readonly stalledReaders: StalledReaders;
  /** Trades a one-time token for the value of a session cookie. */
  readonly redeemSignIn: (token: string) => Promise<Result<string>>;
  /** Whether a browser may come by this name; any other may be one that a stranger made point here. */
  readonly isOwnName: (name: string) => boolean;
  /** A name that may be used, for whoever came by another. */
  readonly ownName: string;
  /** Logs a thrown error and gives the reference under which the log holds it. */
  readonly logFault: (error: unknown, operation: string) => string;
  /** What comes back from channels, by kind and id of the channel; gives the status of the answer. */
  readonly hear: (
    kind: string,
    channel: string,
    headers: Readonly<Record<string, string | readonly string[] | undefined>>,
    body: string,
  ) => Promise<number>;
}

export interface RestServer {
  readonly server: FastifyInstance;
  /** For new connections; those that are open live on. Only of a server that was made with an identity. */
  replaceIdentity(identity: TlsIdentity): void;
  close(): Promise<void>;
}

const YEAR_SECONDS = 31_536_000;
const MAX_BODY_BYTES = 1_048_576;
/** Ids are far shorter. */
const LONGEST_SEGMENT = 300;
const CLOCKS = { keepAliveTimeout: 72_000, headersTimeout: 10_000, requestTimeout: 60_000 };
/** Every route but listening; the caller listens and closes. `identity`: with it the port speaks TLS. */
export async function createRestServer(tools: RestTools, identity?: TlsIdentity): Promise<RestServer> {
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
    routerOptions: { maxParamLength: LONGEST_SEGMENT },
    frameworkErrors: (_error, _request, reply) => {
      const text = `the path cannot be read: a part of it has more than ${LONGEST_SEGMENT} characters or is not percent-encoded UTF-8`;
      void sendProblem(reply, failure('input-invalid', text).error);
    },
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
    // Before a body is looked at: methods that nobody asks for have rules of their own for it.
    const methods = request.is404 ? allowedMethods(request.url.split('?')[0]!).join(', ') : '';
    if (methods !== '') {
      const text = `method ${request.method} is not allowed here; use ${methods}`;
      await sendProblem(reply.header('allow', methods), failure('method-not-allowed', text).error);
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
  await server.register(async (scope) => addHooks(scope, tools));
  for (const name of Object.keys(catalog) as OperationName[]) addOperation(server, name, tools);
  addMcp(server, tools);
  addMetrics(server, tools);
  await addRpc(server, tools, MAX_BODY_BYTES);
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

/** Signatures are over the bytes as they came, so nothing here is parsed. No cookie and no key counts. */
function addHooks(scope: FastifyInstance, tools: RestTools): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  scope.post<{ Params: { kind: string; channel: string } }>('/hooks/:kind/:channel', async (request, reply) => {
    const { kind, channel } = request.params;
    const body = typeof request.body === 'string' ? request.body : '';
    return reply.status(await tools.hear(kind, channel, request.headers, body)).send('');
  });
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

function addOperation(server: FastifyInstance, name: OperationName, tools: RestTools): void {
  const description: Operation = catalog[name];
  const route = routeOf(description);
  server.route({
    method: route.method,
    // The router takes a colon for a parameter unless it is doubled.
    url: route.path.replaceAll(':', '::').replace(/\{(\w+)\}/g, ':$1'),
    handler: async (request, reply) => {
      const admitted = takeTurn(await findCaller(request, tools), tools.limits, reply);
      if (!admitted.ok) return sendProblem(reply, admitted.error);
      const caller = admitted.value;
      const gone = new AbortController();
      request.raw.on('close', () => {
        if (!reply.raw.writableFinished) gone.abort();
      });
      reply.raw.on('close', () => gone.abort());
      const { body } = request;
      if (body !== undefined && (typeof body !== 'object' || body === null || Array.isArray(body)))
        return sendProblem(reply, failure('input-invalid', 'the body is no JSON object: send {} or its fields').error);
      const input = { ...(request.query as object), ...body, ...(request.params as object) };
      if (description.kind === 'watch') {
        const watched = await tools.watch(name, { ...input, ...lastEventId(request) }, caller, gone.signal);
        if (!watched.ok) return sendProblem(reply, watched.error);
        const isStillAllowed = async (): Promise<boolean> => (await findCaller(request, tools)).ok;
        return sendEvents(reply, watched.value, isStillAllowed, tools.stalledReaders);
      }
      const ask = (asked: unknown): Promise<Result<unknown>> => tools.answer(name, asked, caller, gone.signal);
      const form = exportFormOf(description, request.headers.accept);
      if (form) return sendFile(reply, name, form, await exportList(description, form, input, ask));
      const key = description.kind === 'command' ? request.headers['idempotency-key'] : undefined;
      if (key === undefined) return sendResult(request, reply, await ask(input));
      if (typeof key !== 'string' || !IDEMPOTENCY_KEY.test(key)) {
        const text = 'idempotency-key: expected 1 to 255 printable characters without spaces';
        return sendProblem(reply, failure('input-invalid', text).error);
      }
      const once = await tools.answerOnce({ description, input, caller, key }, () => ask(input));
      if (once.isReplay) reply.header('idempotent-replayed', 'true');
      return sendResult(request, reply, once.answer);
    },
  });
}

async function sendResult(
  request: FastifyRequest,
  reply: FastifyReply,
  answer: Result<unknown>,
): Promise<FastifyReply> {
  return answer.ok ? sendJson(request, reply, answer.value) : sendProblem(reply, answer.error);
}

async function sendFile(
  reply: FastifyReply,
  name: OperationName,
  form: ExportForm,
  file: Result<ExportedList>,
): Promise<FastifyReply> {
  if (!file.ok) return sendProblem(reply, file.error);
  const { body, rows, next } = file.value;
  if (next !== undefined) reply.header('foreshock-next', next);
  return reply
    .header('content-type', TYPE_OF_FORM[form])
    .header('content-disposition', `attachment; filename="${name}.${form}"`)
    .header('cache-control', 'no-store')
    .header('foreshock-rows', String(rows))
    .send(typeof body === 'string' ? body : Buffer.from(body));
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
