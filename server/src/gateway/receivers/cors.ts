import type { HttpRequest } from '../../base/net/http-request.ts';
import type { HttpAnswer } from '../../base/net/http-server.ts';

/** What browsers ask before they send telemetry to another origin (fetch.spec.whatwg.org, CORS protocol). */
export interface Cors {
  /** The answer to a preflight of an origin that may send; `undefined` for every other request. */
  preflight(request: HttpRequest): HttpAnswer | undefined;
  /** Headers that let the page read its answer; none for other origins. Never `*`. */
  headersFor(request: HttpRequest): Readonly<Record<string, string>>;
}

const ALLOWED_HEADERS = 'content-type, content-encoding, authorization, x-api-key';
/** Chromium keeps an answer for two hours at most. */
const MAX_AGE_SECONDS = 7_200;
const EXPOSED_HEADERS = 'retry-after';

/** `origins`: exact, such as `https://shop.example`. */
export function createCors(origins: readonly string[]): Cors {
  const allowed = new Set(origins);
  const headersFor: Cors['headersFor'] = ({ headers }) => {
    if (allowed.size === 0) return {};
    const { origin } = headers;
    // A cache must not give the answer for one origin to another.
    if (origin === undefined || !allowed.has(origin)) return { vary: 'origin' };
    return { vary: 'origin', 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED_HEADERS };
  };
  return {
    headersFor,
    preflight: (request) => {
      const { method, headers } = request;
      const isPreflight = method === 'OPTIONS' && headers['access-control-request-method'] !== undefined;
      if (!isPreflight || headers.origin === undefined || !allowed.has(headers.origin)) return undefined;
      return {
        status: 204,
        headers: {
          vary: 'origin',
          'access-control-allow-origin': headers.origin,
          'access-control-allow-methods': 'POST',
          'access-control-allow-headers': ALLOWED_HEADERS,
          'access-control-max-age': String(MAX_AGE_SECONDS),
        },
        body: new Uint8Array(0),
      };
    },
  };
}
