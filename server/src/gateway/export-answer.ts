import { type KnownError, kindOf, type Result } from '@foreshock/model/known-error.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import { type DurationMs, SECOND } from '@foreshock/model/time.ts';
import type { CheckedRequest } from '@foreshock/otlp/check-request.ts';
import { encodeExportAnswer, encodeRetryInfo, encodeStatus } from '@foreshock/otlp/encode-answer.ts';
import type { OtlpFormat } from '@foreshock/otlp/protobuf-of.ts';
import { contentEncodings } from '../base/compression.ts';
import type { Chance } from '../base/crypto/random.ts';
import type { GrpcAnswer } from '../base/net/grpc-server.ts';
import type { HttpAnswer } from '../base/net/http-server.ts';

/** Exact, without parameters: the Collector compares it with `==` and otherwise overlooks a partial success. */
export const contentTypes: Readonly<Record<OtlpFormat, string>> = {
  protobuf: 'application/x-protobuf',
  json: 'application/json',
};

/** google.rpc.Code */
const OK = 0;
const INVALID_ARGUMENT = 3;
const PERMISSION_DENIED = 7;
const RESOURCE_EXHAUSTED = 8;
const UNIMPLEMENTED = 12;
const UNAVAILABLE = 14;
const UNAUTHENTICATED = 16;

interface Verdict {
  readonly http: number;
  readonly grpc: number;
  /** Senders repeat the request after a pause, and drop its data where this is false. */
  readonly isRetryable: boolean;
}

/** Never 500, INTERNAL or UNKNOWN: senders drop data for them, and the fault is ours. */
const ours: Verdict = { http: 503, grpc: UNAVAILABLE, isRetryable: true };

/** What a BadRequest names as wrong. */
const BODY = 'body';
const accepted = contentEncodings.join(', ');
/** The JavaScript SDK gives up on more than 10 s; chance keeps senders apart who were refused together. */
const MIN_RETRY_SECONDS = 1;
const USUAL_RETRY_SECONDS = 5;
const MAX_RETRY_SECONDS = 30;

function judge(error: KnownError): Verdict {
  switch (kindOf(error)) {
    case 'invalid':
      return judgeInvalid(error);
    case 'not-found':
      return { http: 404, grpc: UNIMPLEMENTED, isRetryable: false };
    case 'unauthenticated':
      return { http: 401, grpc: UNAUTHENTICATED, isRetryable: false };
    case 'denied':
      return { http: 403, grpc: PERMISSION_DENIED, isRetryable: false };
    case 'too-large':
      return { http: 413, grpc: RESOURCE_EXHAUSTED, isRetryable: false };
    case 'exhausted':
      return { http: 429, grpc: RESOURCE_EXHAUSTED, isRetryable: true };
    case 'unavailable':
    case 'conflict':
    case 'gone':
    case 'internal':
      return ours;
  }
}

function judgeInvalid({ code }: KnownError): Verdict {
  switch (code) {
    case 'encoding-unsupported':
    case 'content-type-unsupported':
      return { http: 415, grpc: UNIMPLEMENTED, isRetryable: false };
    case 'method-not-allowed':
      return { http: 405, grpc: UNIMPLEMENTED, isRetryable: false };
    default:
      return { http: 400, grpc: INVALID_ARGUMENT, isRetryable: false };
  }
}

/** Whole seconds: what the error says, at most 30; else 1 to 5 by chance. */
function retryAfter({ retryAfterMs }: KnownError, chance: Chance): DurationMs {
  const spread = MIN_RETRY_SECONDS + Math.floor(chance() * USUAL_RETRY_SECONDS);
  const seconds = retryAfterMs === undefined ? spread : Math.ceil(retryAfterMs / SECOND);
  return Math.min(MAX_RETRY_SECONDS, Math.max(MIN_RETRY_SECONDS, seconds)) * SECOND;
}

export interface HttpExport {
  readonly signal: Signal;
  readonly format: OtlpFormat;
}

export function httpAnswer(
  outcome: Result<CheckedRequest>,
  { signal, format }: HttpExport,
  chance: Chance,
): HttpAnswer {
  if (!outcome.ok) return httpErrorAnswer(outcome.error, format, chance);
  const body = encodeExportAnswer(signal, format, outcome.value);
  return { status: 200, headers: { 'content-type': contentTypes[format] }, body };
}

/** The body is a google.rpc.Status in the format of the request. */
export function httpErrorAnswer(error: KnownError, format: OtlpFormat, chance: Chance): HttpAnswer {
  const { http, grpc, isRetryable } = judge(error);
  const retryAfterMs = isRetryable ? retryAfter(error, chance) : undefined;
  return {
    status: http,
    headers: {
      'content-type': contentTypes[format],
      ...(retryAfterMs !== undefined && { 'retry-after': String(retryAfterMs / SECOND) }),
      ...(error.code === 'encoding-unsupported' && { 'accept-encoding': accepted }),
      ...(error.code === 'method-not-allowed' && { allow: 'POST' }),
      ...(http === 401 && { 'www-authenticate': 'Bearer' }),
      ...((error.code === 'starting' || error.code === 'stopping') && { connection: 'close' }),
    },
    body: encodeStatus(format, {
      code: grpc,
      message: error.message,
      ...(retryAfterMs && { retryAfterMs }),
      ...(isBadBody(error) && { badField: BODY }),
    }),
  };
}

export function grpcAnswer(outcome: Result<CheckedRequest>, signal: Signal, chance: Chance): GrpcAnswer {
  if (!outcome.ok) return grpcErrorAnswer(outcome.error, chance);
  return { status: OK, body: encodeExportAnswer(signal, 'protobuf', outcome.value) };
}

/** With RetryInfo exactly where the sender shall come again: it alone tells the two kinds of RESOURCE_EXHAUSTED apart. */
export function grpcErrorAnswer(error: KnownError, chance: Chance): GrpcAnswer {
  const { grpc, isRetryable } = judge(error);
  const { message } = error;
  if (!isRetryable) {
    const trailers = {
      ...(error.code === 'encoding-unsupported' && { 'grpc-accept-encoding': accepted }),
      ...(isBadBody(error) && {
        'grpc-status-details-bin': toBase64(encodeStatus('protobuf', { code: grpc, message, badField: BODY })),
      }),
    };
    return { status: grpc, message, trailers };
  }
  const retryAfterMs = retryAfter(error, chance);
  return {
    status: grpc,
    message,
    trailers: {
      'grpc-status-details-bin': toBase64(encodeStatus('protobuf', { code: grpc, message, retryAfterMs })),
      // Older Python exporters look for it on its own.
      'google.rpc.retryinfo-bin': toBase64(encodeRetryInfo(retryAfterMs)),
    },
  };
}

/** The body itself is wrong, for ever. */
function isBadBody({ code }: KnownError): boolean {
  return code === 'request-malformed';
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
