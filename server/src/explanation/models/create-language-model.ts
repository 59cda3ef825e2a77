// One provider's protocol, its address and key become a `LanguageModel` whose every wait has a bound.
import { failure, isRetryable, type Result } from '@foreshock/model/known-error.ts';
import { SECOND } from '@foreshock/model/time.ts';
import { createCircuitBreaker } from '../../base/circuit-breaker.ts';
import { type Clock, startStopwatch } from '../../base/clock.ts';
import type { Chance } from '../../base/crypto/random.ts';
import { type OutboundAnswer, postOutbound } from '../../base/net/outbound-request.ts';
import { type BackOff, retry } from '../../base/retry.ts';
import { createDeadline } from '../../base/schedule.ts';
import { anthropicProtocol } from './anthropic-protocol.ts';
import type {
  Completion,
  LanguageModel,
  ModelAnswer,
  ModelProtocol,
  ModelRequest,
  TokensUsed,
} from './language-model.ts';
import { openaiProtocol } from './openai-protocol.ts';

export interface LanguageModelOptions {
  readonly url: string;
  readonly name: string;
  readonly protocol: 'openai' | 'anthropic';
  readonly apiKey: string | undefined;
  readonly timeoutSeconds: number;
  readonly maxConcurrent: number;
  readonly clock: Clock;
  readonly chance: Chance;
  /** Between attempts; absent: half a second, then more. */
  readonly backOff?: BackOff;
}

const PROTOCOLS: Readonly<Record<LanguageModelOptions['protocol'], ModelProtocol>> = {
  openai: openaiProtocol,
  anthropic: anthropicProtocol,
};
const ATTEMPTS = 3;
const BACK_OFF: BackOff = { firstMs: 500, maxMs: 8_000, factor: 3 };
/** Each with its attempts: a server that fails this often is down, not unlucky. */
const FAILURES_IN_A_ROW = 3;
const PAUSE_MS = 60 * SECOND;
/** Events of a stream take some fifty times the bytes of the tokens in them. */
const BYTES_PER_TOKEN = 400;
const LEAST_ANSWER_BYTES = 65_536;

export function createLanguageModel(options: LanguageModelOptions): LanguageModel {
  const { name, clock } = options;
  const protocol = PROTOCOLS[options.protocol];
  const url = `${options.url.replace(/\/+$/, '')}/${protocol.path}`;
  const headers = { 'content-type': 'application/json', ...protocol.headers(options.apiKey) };
  const breaker = createCircuitBreaker(FAILURES_IN_A_ROW, PAUSE_MS);
  const waiting: (() => void)[] = [];
  let running = 0;
  /** What the server was found to take; it is not asked again for what it refused. */
  let form = 0;

  const ask = async (body: string, { maxTokens, signal }: ModelRequest): Promise<Asked> => {
    const deadline = createDeadline(options.timeoutSeconds * SECOND);
    const maxAnswerBytes = Math.max(LEAST_ANSWER_BYTES, maxTokens * BYTES_PER_TOKEN);
    const answer = await postOutbound({
      url,
      headers,
      body,
      signal: AbortSignal.any([deadline.signal, signal]),
      maxAnswerBytes,
    });
    deadline.cancel();
    if (!answer.ok) return { answer, used: NEVER_LEFT.test(answer.error.message) ? 'nothing' : 'unknown' };
    // Providers charge for what they answered.
    if (answer.value.status !== 200) return { answer: faultOf(answer.value), used: 'nothing' };
    const decoded = protocol.decode(answer.value.mediaType, answer.value.text);
    return { answer: decoded, used: decoded.ok ? usedBy(decoded.value) : 'unknown' };
  };

  const complete = async (request: ModelRequest): Promise<Completion> => {
    const took = startStopwatch();
    let sent = '';
    let attempts = 0;
    let costMicros: number | undefined;
    const opensAt = breaker.closedUntil(clock.now());
    if (opensAt !== undefined) {
      const wait = opensAt - clock.now();
      const result = failure('model-unavailable', `${name} failed several times in a row and is left alone`, wait);
      return { sent, attempts, tookMs: took(), result };
    }
    const result = await retry<ModelAnswer>(
      async () => {
        for (;;) {
          const body = protocol.encode(name, request, protocol.forms[form]!);
          const reserved = await request.spend?.reserve(Buffer.byteLength(body), request.maxTokens);
          if (reserved && !reserved.ok) return reserved;
          sent = body;
          attempts += 1;
          const { answer, used } = await ask(sent, request);
          if (reserved) costMicros = (costMicros ?? 0) + (await reserved.value.settle(used));
          const mayBeForm = !answer.ok && answer.error.code === 'model-refused' && answer.error.message.includes(FORM);
          if (!mayBeForm || form === protocol.forms.length - 1) return answer;
          form += 1;
        }
      },
      { backOff: options.backOff ?? BACK_OFF, maxAttempts: ATTEMPTS, chance: options.chance, signal: request.signal },
    );
    // What was ended, or held back, says nothing of the server.
    const isHeldBack = !result.ok && result.error.code === 'model-cap-reached';
    if (!request.signal.aborted && !isHeldBack) breaker.note(result.ok || !isRetryable(result.error), clock.now());
    return { sent, attempts, tookMs: took(), result, ...(costMicros !== undefined && { costMicros }) };
  };

  return {
    name,
    async complete(request) {
      if (running >= options.maxConcurrent) await new Promise<void>((go) => waiting.push(go));
      else running += 1;
      try {
        return await complete(request);
      } finally {
        const next = waiting.shift();
        if (next) next();
        else running -= 1;
      }
    },
  };
}

interface Asked {
  readonly answer: Result<ModelAnswer>;
  readonly used: TokensUsed;
}

/** No connection came to be: nobody can have been charged. */
const NEVER_LEFT = /: (ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/;

function usedBy({ inputTokens, outputTokens }: ModelAnswer): TokensUsed {
  return inputTokens === undefined || outputTokens === undefined ? 'unknown' : { inputTokens, outputTokens };
}

/** Stands in the message where a plainer request may be taken. */
const FORM = 'does not take the request';

function faultOf({ status, retryAfterMs }: OutboundAnswer): Result<never> {
  // 400, 404, 415, 422 and 501 are how servers say that they know no schema.
  if ([400, 404, 415, 422, 501].includes(status))
    return failure('model-refused', `the model's server ${FORM} (status ${status}); check model.url and model.name`);
  if (status === 401 || status === 403)
    return failure('model-refused', `the model's server refuses the key (status ${status}); check model.apiKey`);
  if (status === 408 || status === 429 || status >= 500)
    return failure('model-unavailable', `the model's server answered with status ${status}`, retryAfterMs);
  return failure('model-refused', `the model's server answered with status ${status}`);
}
