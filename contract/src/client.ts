import type { Catalog, OperationName } from './catalog.ts';
import { catalog } from './catalog.ts';
import type { InputOf, OutputOf } from './operation.ts';
import { routeOf } from './operation.ts';

/** RFC 9457, as every error of the API is sent. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly retryable: boolean;
  readonly reference?: string;
}

export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
}

export interface ClientOptions {
  /** Empty in the browser: same origin. */
  readonly origin: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export type Client = <Name extends OperationName>(
  name: Name,
  input: InputOf<Catalog[Name]>,
  signal?: AbortSignal,
) => Promise<OutputOf<Catalog[Name]>>;

/** What would be another path than the one that is meant. */
const NO_SEGMENTS = new Set(['', '.', '..']);

/** Throws `ProblemError` for every answer that is not a success, and for a part of the path that is none. */
export function createClient(options: ClientOptions): Client {
  return async (name, input, signal) => {
    const route = routeOf(catalog[name]);
    const rest = new Map<string, unknown>(Object.entries(input));
    let path = route.path;
    for (const parameter of route.parameters) {
      const value = String(rest.get(parameter) ?? '');
      if (NO_SEGMENTS.has(value)) throw new ProblemError(missing(parameter, value));
      path = path.replace(`{${parameter}}`, encodeURIComponent(value));
      rest.delete(parameter);
    }
    const given = [...rest].filter(([, value]) => value !== undefined);
    const search =
      route.method === 'GET' && given.length > 0
        ? `?${new URLSearchParams(given.map(([key, value]): [string, string] => [key, String(value)]))}`
        : '';
    const answer = await fetch(`${options.origin}${path}${search}`, {
      method: route.method,
      headers: {
        accept: 'application/json',
        ...(route.method === 'POST' && { 'content-type': 'application/json' }),
        ...options.headers,
      },
      ...(route.method === 'POST' && { body: JSON.stringify(Object.fromEntries(given)) }),
      ...(signal && { signal }),
      credentials: 'same-origin',
    });
    const body: unknown = await answer.json().catch(() => undefined);
    if (!answer.ok) throw new ProblemError(problemOf(answer.status, body));
    // The server checked the answer against the same schema in its tests.
    return body as OutputOf<Catalog[typeof name]>;
  };
}

function missing(parameter: string, value: string): Problem {
  return {
    type: 'urn:foreshock:error:input-invalid',
    title: 'input-invalid',
    status: 400,
    detail: `${parameter}: expected an id as an answer of the API gave it, got "${value}"`,
    code: 'input-invalid',
    retryable: false,
  };
}

function problemOf(status: number, body: unknown): Problem {
  if (typeof body === 'object' && body !== null && 'code' in body) return body as Problem;
  return {
    type: 'about:blank',
    title: 'no answer',
    status,
    detail: `the server answered ${status} without a reason`,
    code: 'internal',
    retryable: status >= 500,
  };
}
