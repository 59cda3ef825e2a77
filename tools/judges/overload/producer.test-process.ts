/**
 * Sends requests of RECORDS log records at the rate it is told, and sends again whatever was not acknowledged, for ever:
 * a client with a queue. Standard input: `rate N` (requests per second; 0 for as fast as it goes) and `stop` (nothing
 * new). Standard output: `a NUMBER` acknowledged, `r NUMBER REASON` refused for good, `t MS REASON` told to come again.
 *
 * Arguments: origin of OTLP/HTTP, time of request 0 in ms.
 */
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { encodeLogs } from '@foreshock/otlp/encode-logs.ts';
import { postOtlp } from '../../../test/support/send-otlp.ts';
import { CART, nanos } from '../../../test/support/shop-telemetry.ts';
import { RECORDS, timeOfRequest } from './numbers.ts';

const [http = '', originText = ''] = process.argv.slice(2);
const origin = Number(originText);
/** The queue of the client: beyond it nothing new is begun. */
const SENDERS = 200;
const GIVE_UP_MS = 8_000;
const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 4_000;
const RETRYABLE = [429, 502, 503, 504];

let ratePerSecond = 0;
let isStopped = false;
let next = 0;
/** When the next request may be begun at the present rate. */
let mayBeginAt = performance.now();

createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'stop') isStopped = true;
  else ratePerSecond = Number(line.slice('rate '.length));
});
const say = (line: string): boolean => process.stdout.write(`${line}\n`);

/** All records of a request have its own second, so that they can be counted by time. */
function bodyOf(number: number): Uint8Array {
  const time = nanos(timeOfRequest(origin, number));
  const records = Array.from({ length: RECORDS }, (_, index) => ({
    timeUnixNano: time + BigInt(index) * 1_000n,
    severityNumber: 9,
    body: `order ${number * RECORDS + index} of customer ${(number * 7919 + index * 31) % 100_000} was placed in ${index % 250} ms`,
    attributes: { 'load.request': number, 'http.route': '/orders/{id}', 'thread.name': `worker-${index % 16}` },
  }));
  return encodeLogs([{ resource: CART, scopes: [{ name: 'load', records }] }]);
}

async function sendUntilKept(number: number): Promise<void> {
  const body = bodyOf(number);
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(MAX_PAUSE_MS, pauseMs * 2)) {
    const begun = performance.now();
    let reason: string;
    let waitMs = pauseMs;
    try {
      const answer = await postOtlp(http, 'logs', body, { timeoutMs: GIVE_UP_MS });
      await answer.arrayBuffer();
      if (answer.status === 200) return void say(`a ${number}`);
      if (!RETRYABLE.includes(answer.status)) return void say(`r ${number} ${answer.status}`);
      reason = String(answer.status);
      waitMs = Math.max(waitMs, Number(answer.headers.get('retry-after') ?? 0) * 1_000);
    } catch (error) {
      reason = error instanceof Error ? error.name : 'error';
    }
    say(`t ${Math.round(performance.now() - begun)} ${reason}`);
    await pause(waitMs * (0.75 + 0.5 * Math.random()));
  }
}

async function sendOn(): Promise<void> {
  while (!isStopped) {
    if (ratePerSecond > 0) {
      const now = performance.now();
      mayBeginAt = Math.max(mayBeginAt, now - 1_000) + 1_000 / ratePerSecond;
      if (mayBeginAt > now) await pause(mayBeginAt - now);
      if (isStopped) return;
    }
    await sendUntilKept(next++);
  }
}
await Promise.all(Array.from({ length: SENDERS }, sendOn));
process.exit(0);
