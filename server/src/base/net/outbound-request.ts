import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { SECOND } from '@foreshock/model/time.ts';
import { readAtMost } from './read-at-most.ts';
import { readRetryAfter } from './retry-after.ts';

export interface OutboundRequest {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  /** Ends the request with all that is on its way. */
  readonly signal: AbortSignal;
  /** A longer answer is cut off and told as a fault. */
  readonly maxAnswerBytes: number;
}

export interface OutboundAnswer {
  readonly status: number;
  /** In lower case, without parameters. */
  readonly mediaType: string;
  readonly retryAfterMs: number | undefined;
  readonly text: string;
}

const LONGEST_RETRY_AFTER_MS = 60 * SECOND;

/**
 * Posts to an address that the operator set. No redirect is followed: it could lead the body elsewhere.
 *
 * `model-unavailable`      not reached, cut off or too late
 * `model-answer-invalid`   longer than `maxAnswerBytes`
 */
export async function postOutbound(request: OutboundRequest): Promise<Result<OutboundAnswer>> {
  const { url, headers, body, signal } = request;
  const host = new URL(url).host;
  try {
    const answer = await fetch(url, { method: 'POST', headers, body, signal, redirect: 'error' });
    const text = answer.body === null ? '' : await readAtMost(answer.body, request.maxAnswerBytes);
    if (text === undefined)
      return failure('model-answer-invalid', `${host} answered with more than ${request.maxAnswerBytes} bytes`);
    return success({
      status: answer.status,
      mediaType: (answer.headers.get('content-type') ?? '').split(';', 1)[0]!.trim().toLowerCase(),
      retryAfterMs: readRetryAfter(answer.headers.get('retry-after'), LONGEST_RETRY_AFTER_MS),
      text,
    });
  } catch (error) {
    if (signal.aborted) return failure('model-unavailable', `${host} did not answer in time`);
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
    const why = cause instanceof Error && 'code' in cause ? String(cause.code) : 'the connection was cut';
    return failure('model-unavailable', `cannot reach ${host}: ${why}`);
  }
}
