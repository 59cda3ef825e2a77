/**
 * Sends numbered requests until standard input closes, and tells of each on standard output what it knows (see
 * oracle-log.ts). One that got no answer, or was told to come again, is sent again, byte for byte, until it is answered;
 * every fifth is given up after its first missing answer, and stays unknown.
 *
 * Arguments: origin of OTLP/HTTP, target of OTLP/gRPC, seed, origin of time in ms, senders, pause between requests in ms.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { credentials, Client as GrpcClient, type ServiceError, status } from '@grpc/grpc-js';
import { otlpJson } from '../otlp-proto.ts';
import { GRPC_METHODS, postOtlp } from '../send-otlp.ts';
import { bodyOf, type NumberedRequest, numberedRequest } from './numbered-request.ts';

const [http = '', grpc = '', seedText = '', originText = '', sendersText = '', pauseText = ''] = process.argv.slice(2);
const [seed, origin, senders, pauseMs] = [seedText, originText, sendersText, pauseText].map(Number) as [
  number,
  number,
  number,
  number,
];
/** A gateway answers within 3.5 s. */
const GIVE_UP_MS = 6_000;
const AGAIN_AFTER_MS = 200;
const RETRYABLE_HTTP = [429, 502, 503, 504];
const RETRYABLE_GRPC = [
  status.CANCELLED,
  status.DEADLINE_EXCEEDED,
  status.ABORTED,
  status.OUT_OF_RANGE,
  status.UNAVAILABLE,
  status.DATA_LOSS,
  status.RESOURCE_EXHAUSTED,
];
/** What a broken connection looks like to this client, among statuses that no server sends. */
const NO_ANSWER = [status.CANCELLED, status.DEADLINE_EXCEEDED];

interface Answer {
  /** `again`: the server says it was not kept. `unknown`: nobody says anything. */
  readonly kind: 'acked' | 'again' | 'refused' | 'unknown';
  readonly reason: string;
}

// One connection for each encoding: this client compresses per channel. gzip is number 2.
const clients = {
  identity: new GrpcClient(grpc, credentials.createInsecure()),
  gzip: new GrpcClient(grpc, credentials.createInsecure(), { 'grpc.default_compression_algorithm': 2 }),
};

const say = (line: string): boolean => process.stdout.write(`${line}\n`);
let isStopped = false;
process.stdin.on('close', () => {
  isStopped = true;
});
process.stdin.resume();

function sendByGrpc(request: NumberedRequest, body: Uint8Array): Promise<Answer> {
  const client = request.encoding === 'gzip' ? clients.gzip : clients.identity;
  const asBytes = (bytes: Uint8Array): Buffer => Buffer.from(bytes);
  return new Promise((resolve) => {
    client.makeUnaryRequest(
      GRPC_METHODS[request.signal],
      asBytes,
      (bytes: Buffer) => bytes,
      body,
      { deadline: Date.now() + GIVE_UP_MS },
      (error: ServiceError | null) => {
        if (error === null) return resolve({ kind: 'acked', reason: '' });
        const name = status[error.code] ?? String(error.code);
        // A server of ours always says when to come again; a connection that broke cannot.
        const isToldByServer = error.metadata.get('grpc-status-details-bin').length > 0;
        if (!RETRYABLE_GRPC.includes(error.code)) resolve({ kind: 'refused', reason: `${name} ${error.details}` });
        else if (isToldByServer && !NO_ANSWER.includes(error.code)) resolve({ kind: 'again', reason: name });
        else resolve({ kind: 'unknown', reason: name });
      },
    );
  });
}

async function sendByHttp(request: NumberedRequest, body: Uint8Array | string): Promise<Answer> {
  const { signal, encoding } = request;
  try {
    const answer = await postOtlp(http, signal, body, {
      json: request.door === 'http-json',
      timeoutMs: GIVE_UP_MS,
      ...(encoding !== 'identity' && { encoding }),
    });
    const text = await answer.text();
    if (answer.status === 200) return { kind: 'acked', reason: '' };
    const isRetryable = RETRYABLE_HTTP.includes(answer.status);
    return { kind: isRetryable ? 'again' : 'refused', reason: `${answer.status}${isRetryable ? '' : ` ${text}`}` };
  } catch (error) {
    return { kind: 'unknown', reason: error instanceof Error ? error.name : 'error' };
  }
}

async function sendUntilAnswered(number: number): Promise<void> {
  const request = numberedRequest(seed, number);
  const whole = bodyOf(request, origin);
  const body = request.isBroken ? whole.subarray(0, -3) : whole;
  say(`s ${number}`);
  const json = request.door === 'http-json' ? otlpJson(request.signal, whole) : '';
  const text = request.isBroken ? json.slice(0, -3) : json;
  const send = (): Promise<Answer> =>
    request.door === 'grpc' ? sendByGrpc(request, body) : sendByHttp(request, text === '' ? body : text);
  for (;;) {
    const answer = await send();
    if (answer.kind === 'acked') return void say(`a ${number}`);
    if (answer.kind === 'refused') return void say(`r ${number} ${answer.reason.replaceAll('\n', ' ')}`);
    say(`t ${number} ${request.door} ${answer.reason}`);
    if (answer.kind === 'unknown' && number % 5 === 0) return void say(`u ${number}`);
    await pause(AGAIN_AFTER_MS);
  }
}

let next = 0;
async function sendOn(): Promise<void> {
  while (!isStopped) {
    await sendUntilAnswered(next++);
    await pause(pauseMs);
  }
}
await Promise.all(Array.from({ length: senders }, sendOn));
clients.identity.close();
clients.gzip.close();
