import type { GrpcOutcome } from './send-grpc.ts';
import type { HttpOutcome } from './send-http.ts';

/** What we answer by HTTP (docs/reference/otlp.md). 429 and 503 are judged by their text. */
const HTTP_STATUSES = new Set([200, 400, 401, 403, 404, 405, 413, 415, 429, 503]);
/** google.rpc.Code: OK, INVALID_ARGUMENT, NOT_FOUND of health, PERMISSION_DENIED, RESOURCE_EXHAUSTED and so on. */
const GRPC_STATUSES = new Set([0, 3, 5, 7, 8, 12, 14, 16]);
/** What is no gRPC is refused on the level of HTTP. */
const GRPC_HTTP_STATUSES = new Set([200, 400, 405, 415]);
/** The only refusals for now that a fuzzer may cause. */
const PASSING = /too many bytes are in flight|not yet on disk|over its quota of \d+ requests at the same time/;

/** Why the outcome is none that we promise; `undefined` when it is one. */
export function faultOfHttp({ statuses, text, end }: HttpOutcome, mustAnswer: boolean): string | undefined {
  if (end === 'silent') return 'connection left open and silent';
  const wrong = statuses.find((status) => !HTTP_STATUSES.has(status));
  if (wrong !== undefined) return `answered ${wrong}: ${text.slice(0, 300)}`;
  const isPassing = statuses.includes(503) || statuses.includes(429);
  if (isPassing && !PASSING.test(text)) return `answered for now: ${text.slice(0, 500)}`;
  return mustAnswer && statuses.length === 0 ? 'closed without an answer' : undefined;
}

export function faultOfGrpc(outcome: GrpcOutcome, mustAnswer: boolean): string | undefined {
  const { http, status, message, end } = outcome;
  if (end === 'silent') return 'call left open and silent';
  if (http !== undefined && !GRPC_HTTP_STATUSES.has(http)) return `answered HTTP ${http}`;
  if (http === 200 && status === undefined && mustAnswer) return 'answered without grpc-status';
  if (status !== undefined && !GRPC_STATUSES.has(status)) return `answered ${status}: ${message}`;
  if (status === 14 && !PASSING.test(decodeURIComponent(message))) return `answered 14: ${message}`;
  return mustAnswer && http === undefined ? 'closed without an answer' : undefined;
}
