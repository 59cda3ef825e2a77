import type { Signal } from '@foreshock/model/telemetry.ts';
import type { DurationMs } from '@foreshock/model/time.ts';
import type { EncodedRequest } from './encode-step.ts';

/** How requests leave the process: handed in, so that this file opens nothing. */
export interface Transport {
  /** Rejects when nobody answers. */
  post(url: string, headers: Readonly<Record<string, string>>, body: Uint8Array): Promise<Answer>;
  gzip(body: Uint8Array): Promise<Uint8Array>;
  /** Resolves early when `stop` is aborted. */
  wait(duration: DurationMs, stop: AbortSignal): Promise<void>;
}

export interface Answer {
  readonly status: number;
  /** As sent: seconds, or absent. */
  readonly retryAfter: string | null;
  /** The beginning of the body, for people. */
  readonly text: string;
}

export interface SenderOptions {
  /** Without a path: `http://localhost:4318`. */
  readonly endpoint: string;
  readonly token?: string;
  readonly transport: Transport;
  /** Told of every request that is given up or tried again. */
  readonly report: (message: string) => void;
}

/** Sends export requests in their order, one at a time per signal, and tries again for as long as it is told to wait. */
export interface Sender {
  /** Resolves when there is room for the next request of this signal. */
  send(request: EncodedRequest): Promise<void>;
  /** Resolves when all that was given to `send` was answered or given up. */
  flush(): Promise<void>;
  /** What is not yet sent is given up. May be called twice. */
  stop(): void;
  sent(): SentCounts;
}

export interface SentCounts {
  readonly requests: number;
  readonly refused: number;
  readonly bytes: number;
}

/** Requests of one signal that may wait behind the one on its way. */
const WAITING_PER_SIGNAL = 4;
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 30_000;
/** The OTLP specification's list of answers after which the same request may be sent again. */
const RETRYABLE = [429, 502, 503, 504];

export function createSender(options: SenderOptions): Sender {
  const { transport, report } = options;
  const stopping = new AbortController();
  const queues = new Map<Signal, Promise<void>[]>();
  const counts = { requests: 0, refused: 0, bytes: 0 };

  async function deliver({ signal, body }: EncodedRequest): Promise<void> {
    const url = `${options.endpoint}/v1/${signal}`;
    const compressed = await transport.gzip(body);
    const headers = {
      'content-type': 'application/x-protobuf',
      'content-encoding': 'gzip',
      ...(options.token && { authorization: `Bearer ${options.token}` }),
    };
    for (let pauseMs = FIRST_PAUSE_MS; !stopping.signal.aborted; pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2)) {
      const answer = await attempt(url, headers, compressed);
      if (answer.status >= 200 && answer.status < 300) {
        counts.requests++;
        counts.bytes += compressed.length;
        return;
      }
      if (answer.status !== 0 && !RETRYABLE.includes(answer.status)) {
        counts.refused++;
        report(`${signal} request refused with ${answer.status}: ${answer.text}; it is not sent again`);
        return;
      }
      const waitMs = pauseOf(answer, pauseMs);
      report(`${signal} request not accepted (${answer.text}); trying again in ${waitMs} ms`);
      await transport.wait(waitMs, stopping.signal);
    }
  }

  /** Status 0 when nobody answers. */
  async function attempt(url: string, headers: Readonly<Record<string, string>>, body: Uint8Array): Promise<Answer> {
    try {
      return await transport.post(url, headers, body);
    } catch (error) {
      return { status: 0, retryAfter: null, text: `cannot reach ${url}: ${reasonOf(error)}` };
    }
  }

  return {
    async send(request) {
      const queue = queues.get(request.signal) ?? [];
      queues.set(request.signal, queue);
      while (queue.length > WAITING_PER_SIGNAL) await queue[0];
      const before = queue.at(-1) ?? Promise.resolve();
      const own = before
        .then(() => deliver(request))
        .finally(() => {
          queue.shift();
        });
      queue.push(own);
    },
    async flush() {
      await Promise.all([...queues.values()].map((queue) => queue.at(-1)));
    },
    stop: () => stopping.abort(),
    sent: () => ({ ...counts }),
  };
}

function pauseOf(answer: Answer, pauseMs: DurationMs): DurationMs {
  const seconds = Number(answer.retryAfter);
  return answer.retryAfter !== null && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1_000 : pauseMs;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? error.cause.message : error.message;
}
