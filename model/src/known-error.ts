/** Whose turn it is. Only `unavailable` and `exhausted` may pass when the same is sent again. */
export type ErrorKind =
  | 'invalid'
  | 'unauthenticated'
  | 'denied'
  | 'not-found'
  | 'conflict'
  | 'gone'
  | 'too-large'
  | 'exhausted'
  | 'unavailable'
  | 'internal';

/** Every error that may cross a border, once. The kind decides how each transport answers. */
export const errorKinds = {
  'request-malformed': 'invalid',
  'encoding-unsupported': 'invalid',
  'content-type-unsupported': 'invalid',
  'method-not-allowed': 'invalid',
  'route-not-found': 'not-found',
  'request-too-large': 'too-large',
  'credential-missing': 'unauthenticated',
  'credential-unknown': 'unauthenticated',
  'role-insufficient': 'denied',
  'input-invalid': 'invalid',
  'prediction-not-found': 'not-found',
  'incident-not-found': 'not-found',
  'hypothesis-not-found': 'not-found',
  'trace-not-found': 'not-found',
  'entity-not-found': 'not-found',
  'ingest-key-not-found': 'not-found',
  'api-key-not-found': 'not-found',
  'evidence-not-found': 'not-found',
  'noise-rule-not-found': 'not-found',
  'slo-not-found': 'not-found',
  'drill-not-found': 'not-found',
  'quarantined-request-not-found': 'not-found',
  'alert-channel-not-found': 'not-found',
  'notification-not-found': 'not-found',
  'channel-unavailable': 'unavailable',
  'channel-refused': 'invalid',
  'state-conflict': 'conflict',
  'resume-token-expired': 'gone',
  'watchers-too-many': 'exhausted',
  'query-too-expensive': 'exhausted',
  'requests-too-many': 'exhausted',
  'idempotency-conflict': 'conflict',
  'quota-bytes-exceeded': 'exhausted',
  'quota-records-exceeded': 'exhausted',
  'quota-requests-exceeded': 'exhausted',
  'gateway-overloaded': 'unavailable',
  'stream-unavailable': 'unavailable',
  'store-unavailable': 'unavailable',
  'telemetry-refused': 'invalid',
  'metadata-unavailable': 'unavailable',
  'model-unavailable': 'unavailable',
  'model-refused': 'invalid',
  'model-answer-invalid': 'invalid',
  'model-call-not-found': 'not-found',
  'model-cap-reached': 'denied',
  'template-merge-not-found': 'not-found',
  starting: 'unavailable',
  stopping: 'unavailable',
  'configuration-invalid': 'invalid',
  'certificate-invalid': 'invalid',
  'data-directory-in-use': 'conflict',
  'port-in-use': 'conflict',
  internal: 'internal',
} as const satisfies Record<string, ErrorKind>;

export type ErrorCode = keyof typeof errorKinds;

/** `message`: lower-case, no full stop: what could not be done, with which value, what now. */
export interface KnownError {
  readonly code: ErrorCode;
  readonly message: string;
  /** When the same request may be sent again; absent where that would not help. */
  readonly retryAfterMs?: number;
  /** Of `input-invalid`: the same by field, as far as it is known. */
  readonly fields?: readonly FieldFault[];
}

export interface FieldFault {
  /** Path within the input: `filters.0.field`. */
  readonly field: string;
  readonly text: string;
}

export type Result<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: KnownError };

export function success(): Result<void>;
export function success<T>(value: T): Result<T>;
export function success<T>(value?: T): Result<T | undefined> {
  return { ok: true, value };
}

export function failure(code: ErrorCode, message: string, retryAfterMs?: number): { ok: false; error: KnownError } {
  return { ok: false, error: { code, message, ...(retryAfterMs !== undefined && { retryAfterMs }) } };
}

export function kindOf(error: KnownError): ErrorKind {
  return errorKinds[error.code];
}

/** True where the same request may succeed later. */
export function isRetryable(error: KnownError): boolean {
  const kind = kindOf(error);
  return kind === 'unavailable' || kind === 'exhausted';
}
