// Sends at a fixed rate whatever it is answered, over both transports in turn, and counts the answers. In a process of its
// own, so that it does not hold up the one that measures. `go` and `pause` by message; at `end` it tells what it counted.
import { constants, setPriority } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { Metadata, type ServiceError } from '@grpc/grpc-js';
import { createGrpcSender, postOtlp } from '../../../test/support/send-otlp.ts';
import { CART, logsOf, nanos } from '../../../test/support/shop-telemetry.ts';
import { type Answers, type AnswersByTransport, addTo, noAnswers } from './answers.ts';

const [, , otlpHttp = '', otlpGrpc = '', key = '', requestsPerSecond = '0', recordsPerRequest = '0'] = process.argv;
const TICK_MS = 25;
// What this process uses of the machine is not what is judged.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
const RESOURCE_EXHAUSTED = 8;
const UNAVAILABLE = 14;

const records = Number(recordsPerRequest);
const perTick = (Number(requestsPerSecond) * TICK_MS) / 1_000;
const grpc = createGrpcSender(otlpGrpc);
const metadata = new Metadata();
metadata.set('authorization', `Bearer ${key}`);
const answers: AnswersByTransport = { http: noAnswers(), grpc: noAnswers() };
const open = new Set<Promise<void>>();
let isSending = false;
let isEnding = false;
let number = 0;

const line = (body: string) => ({ timeUnixNano: nanos(Date.now()), severityNumber: 9, body });
const bulk = logsOf(
  CART,
  Array.from({ length: records - 1 }, (_, index) => line(`order ${index} was placed`)),
);

/** Two requests one after the other in the bytes of protobuf are one with the records of both. */
function nextBody(): Uint8Array {
  number += 1;
  return Buffer.concat([bulk, logsOf(CART, [line(`request ${number}`)])]);
}

async function sendHttp(into: Answers): Promise<void> {
  try {
    const answer = await postOtlp(otlpHttp, 'logs', nextBody(), { key });
    const text = await answer.text();
    const seconds = answer.headers.get('retry-after');
    if (answer.status === 200) into.accepted += 1;
    else if (answer.status === 429 && seconds !== null) addTo(into.comeAgain, seconds);
    else if (answer.status === 503 && seconds !== null) into.busy += 1;
    else addTo(into.others, `${answer.status} ${text.slice(0, 80)}`);
  } catch (error) {
    addTo(into.others, error instanceof Error ? error.message : String(error));
  }
}

async function sendGrpc(into: Answers): Promise<void> {
  try {
    await grpc.send('logs', nextBody(), metadata);
    into.accepted += 1;
  } catch (error) {
    // The client rejects with nothing else.
    const refusal = error as ServiceError;
    const [hint] = refusal.metadata?.get('google.rpc.retryinfo-bin') ?? [];
    // A Duration in field 1 with whole seconds in its field 1.
    const seconds = Buffer.isBuffer(hint) && hint[0] === 0x0a && hint[2] === 0x08 ? hint[3] : undefined;
    if (refusal.code === RESOURCE_EXHAUSTED && seconds !== undefined) addTo(into.comeAgain, String(seconds));
    else if (refusal.code === UNAVAILABLE && seconds !== undefined) into.busy += 1;
    else addTo(into.others, `${refusal.code} ${refusal.details}`.slice(0, 80));
  }
}

function send(): void {
  const sending = number % 2 === 0 ? sendHttp(answers.http) : sendGrpc(answers.grpc);
  open.add(sending);
  void sending.then(() => open.delete(sending));
}

process.on('message', (message) => {
  if (message === 'go') isSending = true;
  else if (message === 'pause') isSending = false;
  else isEnding = true;
});

let owed = 0;
let last = performance.now();
while (!isEnding) {
  await pause(TICK_MS);
  const now = performance.now();
  owed = isSending ? owed + (perTick * (now - last)) / TICK_MS : 0;
  last = now;
  for (; owed >= 1; owed -= 1) send();
}
await Promise.all(open);
grpc.close();
process.send?.({ answers, sent: number }, () => process.exit(0));
