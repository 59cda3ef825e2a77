import { type DescMessage, type FileRegistry, fromJson, type JsonObject } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import { snakeCase } from '@foreshock/contract/proto/proto-schema.ts';
import { type ErrorKind, isRetryable, type KnownError, kindOf } from '@foreshock/model/known-error.ts';

const codeOfKind: Readonly<Record<ErrorKind, Code>> = {
  invalid: Code.InvalidArgument,
  unauthenticated: Code.Unauthenticated,
  denied: Code.PermissionDenied,
  'not-found': Code.NotFound,
  conflict: Code.FailedPrecondition,
  gone: Code.OutOfRange,
  'too-large': Code.ResourceExhausted,
  exhausted: Code.ResourceExhausted,
  unavailable: Code.Unavailable,
  internal: Code.Internal,
};

/** With details of google.rpc: ErrorInfo always, BadRequest with the fields, RetryInfo where a wait helps. */
export function rpcError(error: KnownError, registry: FileRegistry): ConnectError {
  const detail = (name: string, value: JsonObject) => {
    const desc: DescMessage = registry.getMessage(`google.rpc.${name}`)!;
    return { desc, value: fromJson(desc, value) };
  };
  const details = [
    detail('ErrorInfo', {
      reason: error.code.replaceAll('-', '_').toUpperCase(),
      domain: 'foreshock',
      metadata: { code: error.code, retryable: String(isRetryable(error)) },
    }),
  ];
  if (error.fields) {
    const violations = error.fields.map(({ field, text }) => ({ field: snakeCase(field), description: text }));
    details.push(detail('BadRequest', { field_violations: violations }));
  }
  if (error.retryAfterMs !== undefined) {
    details.push(detail('RetryInfo', { retry_delay: `${(error.retryAfterMs / 1000).toFixed(3)}s` }));
  }
  return new ConnectError(error.message, codeOfKind[kindOf(error)], undefined, details);
}
