// Watchers that take nothing are ended and lose nothing. The clock of the server is the test's.
import { once } from 'node:events';
import { type ClientHttp2Stream, connect, type OutgoingHttpHeaders } from 'node:http2';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { STALLED_AFTER_MS, type StalledReaders } from '@foreshock/server/api/transports/end-stalled.ts';
import { keepFindings } from '@foreshock/server/store/metadata/findings.ts';
import { OPENING_MS } from '@foreshock/server/store/metadata/open-test-metadata.ts';
import { testFindings, testIncident } from '@foreshock/server/store/metadata/test-findings.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRpcClient, type RpcClient, takeChanges, type WatchMessage } from '../support/rpc-client.ts';
import { until } from '../support/until.ts';
import { type ServedApi, serveTestApi } from './served-api.ts';

/** More than what lies between a writer and a reader that stands still takes: 64 KiB of window, and buffers. */
const CHANGES = 400;
const TITLE = 'x'.repeat(1_000);
const WITHIN_MS = 60_000;

/** Time passes when `pass` is called. */
function createReaders() {
  let now = 0;
  let counted = 0;
  let begun = 0;
  const waiting = new Map<AbortSignal, { readonly until: number; readonly resolve: () => void }>();
  const readers: StalledReaders = {
    count: () => {
      counted += 1;
    },
    wait: (ms, taken) =>
      new Promise((resolve) => {
        begun += 1;
        waiting.set(taken, { until: now + ms, resolve });
        taken.addEventListener('abort', () => waiting.delete(taken));
      }),
  };
  return {
    readers,
    counted: () => counted,
    waiting: () => waiting.size,
    begun: () => begun,
    pass(ms: number) {
      now += ms;
      for (const { until: end, resolve } of waiting.values()) if (end <= now) resolve();
    },
  };
}

const clock = createReaders();
let api: ServedApi;
let tenant: TenantId;
let key: string;
let rpc: RpcClient;
let watchFrom: string;
const ids = Array.from({ length: CHANGES }, (_, index) => `inc_${String(index).padStart(4, '0')}`);

beforeAll(async () => {
  api = await serveTestApi({ stalledReaders: clock.readers });
  tenant = await api.newTenant();
  key = await api.keyOf(tenant, 'viewer');
  rpc = createRpcClient(api.origin);
  watchFrom = String((await rpc.call('Incidents', 'List', {}, key)).watchFrom);
  const incidents = ids.map((id) => testIncident(id, { title: TITLE }));
  await keepFindings(api.db, tenant, testFindings(Date.now(), { incidents }), undefined);
}, OPENING_MS);

afterAll(async () => {
  rpc?.close();
  await api?.remove();
});

const idsOf = (told: readonly string[]): string[] => told.map((line) => line.split(' ')[0]!);

/** The server waits for one reader, and has for a while not got further with it. */
async function untilStuck(): Promise<void> {
  let before = -1;
  await until('the server to wait for the reader', WITHIN_MS, () => {
    const isStuck = clock.waiting() === 1 && clock.begun() === before;
    before = clock.begun();
    return isStuck;
  });
}

test('a reader that takes what it is given is not ended, however long nothing happens', async () => {
  const stream = rpc.watch('Incidents', { after: watchFrom }, key);
  const { seen } = await takeAll(stream, CHANGES);
  expect(idsOf(seen)).toEqual(ids);
  await until('the last to be taken', WITHIN_MS, () => clock.waiting() === 0);
  clock.pass(STALLED_AFTER_MS * 10);
  expect(clock.counted()).toBe(0);
  stream.cancel();
});

test('a reader of gRPC that stands still is ended and counted, and goes on without a gap or a repetition', async () => {
  const counted = clock.counted();
  const { encode, decode } = rpc.watchCodec('Incidents');
  const stream = openStream('/foreshock.v1.Incidents/Watch', {
    ':method': 'POST',
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  stream.end(frameOf(encode({ after: watchFrom })));
  await once(stream, 'response');
  await untilStuck();
  clock.pass(STALLED_AFTER_MS - 1);
  expect(clock.counted()).toBe(counted);
  clock.pass(1);
  await until('it to be counted', WITHIN_MS, () => clock.counted() === counted + 1);
  const before = messagesIn(await takeRest(stream)).map(decode);
  const seen = before.flatMap(({ change }) => (change ? [change.id] : []));
  expect(seen.length).toBeGreaterThan(0);
  expect(seen.length).toBeLessThan(CHANGES);
  const token = before.at(-1)!.resumeToken;
  const after = await takeChanges(rpc.watch('Incidents', { after: token }, key), CHANGES - seen.length);
  expect([...seen, ...idsOf(after.seen)]).toEqual(ids);
});

test('so is a reader of events by HTTP', async () => {
  const counted = clock.counted();
  const stream = openStream(`/api/v1/incidents:watch?after=${watchFrom}`);
  const [answer] = await once(stream, 'response');
  expect(answer).toMatchObject({ ':status': 200 });
  await untilStuck();
  clock.pass(STALLED_AFTER_MS);
  await until('it to be counted', WITHIN_MS, () => clock.counted() === counted + 1);
  const told = (await takeRest(stream)).toString().match(/^data: /gm)?.length ?? 0;
  expect(told).toBeGreaterThan(0);
  expect(told).toBeLessThan(CHANGES);
});

/** Leaves the stream open. */
async function takeAll(stream: AsyncIterable<WatchMessage>, count: number): Promise<{ seen: string[] }> {
  const messages = stream[Symbol.asyncIterator]();
  const seen: string[] = [];
  while (seen.length < count) {
    const { value } = (await messages.next()) as { value: WatchMessage };
    if (value.change) seen.push(`${value.change.id} ${value.change.revision}`);
  }
  return { seen };
}

/** By HTTP/2, whose window is small: on loopback a connection itself takes megabytes. Nothing is read of it. */
function openStream(path: string, headers: OutgoingHttpHeaders = {}): ClientHttp2Stream {
  const session = connect(api.origin);
  const stream = session.request({ ':path': path, authorization: `Bearer ${key}`, ...headers });
  stream.once('close', () => session.close());
  return stream;
}

/** What had reached the reader when the stream was broken off. */
async function takeRest(stream: ClientHttp2Stream): Promise<Buffer> {
  const pieces: Buffer[] = [];
  stream.on('data', (piece: Buffer) => pieces.push(piece)).on('error', () => {});
  await once(stream, 'close');
  return Buffer.concat(pieces);
}

/** Five bytes stand before each message of gRPC: a flag, and its length. */
function frameOf(message: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** The whole ones. */
function messagesIn(bytes: Buffer): Buffer[] {
  const messages: Buffer[] = [];
  for (let at = 0; at + 5 <= bytes.length; ) {
    const end = at + 5 + bytes.readUInt32BE(at + 1);
    if (end > bytes.length) break;
    messages.push(bytes.subarray(at + 5, end));
    at = end;
  }
  return messages;
}
