import type { Problem } from '@foreshock/contract/client.ts';
import { statusOfKind } from '@foreshock/contract/openapi.ts';
import { isRetryable, type KnownError, kindOf } from '@foreshock/model/known-error.ts';

/** RFC 9457. `reference`: under which our log holds the details. */
export function problemOf(error: KnownError, reference?: string): Problem {
  const kind = kindOf(error);
  return {
    type: `urn:foreshock:error:${error.code}`,
    title: error.code,
    status: error.code === 'method-not-allowed' ? 405 : statusOfKind[kind],
    detail: error.message,
    code: error.code,
    retryable: isRetryable(error),
    ...(reference !== undefined && { reference }),
  };
}
