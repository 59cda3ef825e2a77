// Requests to addresses that users gave. The host is resolved once and judged, the connection goes to that very address,
// no redirect is followed, and time and size have a bound.
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { type DurationMs, SECOND } from '@foreshock/model/time.ts';
import { createDeadline } from '../schedule.ts';
import { type AddressRules, type FoundAddress, findAllowedAddress } from './allowed-address.ts';
import { readAtMost } from './read-at-most.ts';
import { readRetryAfter } from './retry-after.ts';

export interface GuardedRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
  readonly rules: AddressRules;
  /** From the resolving of the name to the last byte of the answer. */
  readonly timeoutMs: DurationMs;
  readonly maxAnswerBytes: number;
  /** Ends the request early. */
  readonly signal?: AbortSignal;
}

export interface GuardedAnswer {
  readonly status: number;
  readonly retryAfterMs: number | undefined;
  readonly text: string;
}

const LONGEST_RETRY_AFTER_MS = 3_600 * SECOND;

/**
 * Messages name the host and never the path, which may be a secret.
 *
 * `channel-unavailable`   not reached, cut off, too late, or an answer that is too long
 * `channel-refused`       an address that may not be reached, clear text to the public internet, or a redirect
 */
export async function requestGuarded(request: GuardedRequest): Promise<Result<GuardedAnswer>> {
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    return failure('channel-refused', 'the address is not one of http or https');
  const deadline = createDeadline(request.timeoutMs);
  const signal = request.signal ? AbortSignal.any([deadline.signal, request.signal]) : deadline.signal;
  try {
    const found = await findAllowedAddress(url.hostname, request.rules);
    if (!found.ok) return found;
    if (url.protocol === 'http:' && !found.value.isPrivate)
      return failure('channel-refused', `${url.host} is public: use https, so that nobody reads along`);
    return await exchange(request, url, found.value, signal);
  } catch (error) {
    if (signal.aborted)
      return failure('channel-unavailable', `${url.host} did not answer within ${request.timeoutMs / SECOND} s`);
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'the connection was cut';
    return failure('channel-unavailable', `cannot reach ${url.host}: ${code}`);
  } finally {
    deadline.cancel();
  }
}

async function exchange(
  { method, headers, body, maxAnswerBytes }: GuardedRequest,
  url: URL,
  found: FoundAddress,
  signal: AbortSignal,
): Promise<Result<GuardedAnswer>> {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = send(url, {
      method,
      headers: { 'user-agent': 'Foreshock', ...headers },
      signal,
      agent: false,
      // Whatever is asked for, the answer is the address that was judged.
      lookup: (_host, options, callback) =>
        options.all
          ? callback(null, [{ address: found.address, family: found.family }])
          : callback(null, found.address, found.family),
    });
    sent.on('response', resolve);
    sent.on('error', reject);
    sent.end(body);
  });
  const status = answer.statusCode ?? 0;
  if (status >= 300 && status < 400) {
    answer.destroy();
    return failure('channel-refused', `${url.host} answered with a redirect (HTTP ${status}): give the final address`);
  }
  const text = await readAtMost(answer, maxAnswerBytes);
  if (text === undefined)
    return failure('channel-unavailable', `${url.host} answered with more than ${maxAnswerBytes} bytes`);
  // Some say it in the header of the IETF's draft on rate limits, which counts seconds too.
  const again = answer.headers['retry-after'] ?? answer.headers['ratelimit-reset']?.toString();
  const retryAfterMs = readRetryAfter(again, LONGEST_RETRY_AFTER_MS);
  return success({ status, retryAfterMs, text });
}
