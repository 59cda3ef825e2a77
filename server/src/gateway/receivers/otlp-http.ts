import { failure, type KnownError, type Result, success } from '@foreshock/model/known-error.ts';
import { type Signal, signals } from '@foreshock/model/telemetry.ts';
import type { OtlpFormat } from '@foreshock/otlp/protobuf-of.ts';
import { type ContentEncoding, contentEncodings } from '../../base/compression.ts';
import type { Chance } from '../../base/crypto/random.ts';
import type { HttpRequest } from '../../base/net/http-request.ts';
import type { HttpAnswer } from '../../base/net/http-server.ts';
import { readBody } from '../../base/net/read-body.ts';
import type { AcceptExport } from '../accept-export.ts';
import { contentTypes, httpAnswer, httpErrorAnswer } from '../export-answer.ts';
import { createCors } from './cors.ts';

export interface OtlpHttpOptions {
  readonly accept: AcceptExport;
  readonly chance: Chance;
  /** Before `/v1/...`; empty, or begins with a slash and ends without. */
  readonly pathPrefix: string;
  /** Of pages whose browsers may send. */
  readonly corsOrigins: readonly string[];
}

/** OTLP/HTTP: POST of protobuf or JSON to `/v1/logs`, `/v1/metrics` and `/v1/traces`. */
export function createOtlpHttp(options: OtlpHttpOptions): (request: HttpRequest) => Promise<HttpAnswer> {
  const { accept, chance, pathPrefix } = options;
  const cors = createCors(options.corsOrigins);
  const signalsByPath = new Map<string, Signal>(signals.map((signal) => [`${pathPrefix}/v1/${signal}`, signal]));

  const answer = async (request: HttpRequest, signal: Signal): Promise<HttpAnswer> => {
    const format = findFormat(request);
    const refuse = (error: KnownError): HttpAnswer => httpErrorAnswer(error, format ?? 'json', chance);
    if (request.method !== 'POST') return refuse(wrongMethod(request));
    if (format === undefined) return refuse(wrongContentType());
    const encoding = parseEncoding(request.headers['content-encoding']);
    if (!encoding.ok) return refuse(encoding.error);

    const outcome = await accept({
      signal,
      format,
      sender: request,
      read: async (readOptions) => {
        const body = await readBody(request.openBody(), { ...readOptions, declaredBytes: request.declaredBytes });
        return body.ok ? success({ encoding: encoding.value, body: body.value }) : body;
      },
    });
    return httpAnswer(outcome, { signal, format }, chance);
  };

  return async (request) => {
    const signal = signalsByPath.get(request.path.replace(/\/$/, ''));
    if (signal === undefined) {
      return httpErrorAnswer(noSuchPath(request, [...signalsByPath.keys()]), findFormat(request) ?? 'json', chance);
    }
    const preflight = cors.preflight(request);
    if (preflight !== undefined) return preflight;
    const answered = await answer(request, signal);
    return { ...answered, headers: { ...answered.headers, ...cors.headersFor(request) } };
  };
}

/** By Content-Type, parameters and case left aside; `undefined` for another or none. */
export function findFormat({ headers }: Pick<HttpRequest, 'headers'>): OtlpFormat | undefined {
  const type = (headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
  if (type === contentTypes.protobuf) return 'protobuf';
  return type === contentTypes.json ? 'json' : undefined;
}

function parseEncoding(header: string | undefined): Result<ContentEncoding> {
  const name = (header ?? '').trim().toLowerCase() || 'identity';
  const encoding = contentEncodings.find((known) => known === name);
  if (encoding !== undefined) return success(encoding);
  const text = `content-encoding "${name.slice(0, 40)}" is not supported; send ${contentEncodings.join(', ')}`;
  return failure('encoding-unsupported', text);
}

function noSuchPath({ path }: HttpRequest, known: readonly string[]): KnownError {
  const text = `no such path ${JSON.stringify(path.slice(0, 80))}; send to ${known.join(', ')}`;
  return { code: 'route-not-found', message: text };
}

function wrongMethod({ method }: HttpRequest): KnownError {
  return { code: 'method-not-allowed', message: `method ${method.slice(0, 20)} is not allowed here; use POST` };
}

function wrongContentType(): KnownError {
  const text = `content-type is missing or not supported; send ${contentTypes.protobuf} or ${contentTypes.json}`;
  return { code: 'content-type-unsupported', message: text };
}
