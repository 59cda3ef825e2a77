import type { Signal } from '@foreshock/model/telemetry.ts';
import { expect, test } from 'vitest';
import { type Answer, createSender, type Transport } from './send.ts';

const accepted: Answer = { status: 200, retryAfter: null, text: '' };

/** A receiver that gives these answers in turn, then accepts everything. */
function receiver(answers: readonly (Answer | Error)[] = []) {
  const left = [...answers];
  const received: string[] = [];
  const headers: Record<string, string>[] = [];
  const waits: number[] = [];
  const reports: string[] = [];
  const transport: Transport = {
    async post(url, given, body) {
      const answer = left.shift() ?? accepted;
      if (answer instanceof Error) throw answer;
      if (answer.status === 200) received.push(`${url.split('/').at(-1)} ${body[0]}`);
      headers.push({ ...given });
      return answer;
    },
    gzip: async (body) => body,
    wait: async (duration) => {
      waits.push(duration);
    },
  };
  const sender = createSender({
    endpoint: 'http://collector:4318',
    token: 't0',
    transport,
    report: (text) => reports.push(text),
  });
  return { sender, received, headers, waits, reports };
}

const request = (number: number, signal: Signal = 'logs') => ({ signal, body: new Uint8Array([number]) });

test('requests of a signal arrive in their order, even when one has to be repeated', async () => {
  const { sender, received, waits } = receiver([accepted, { status: 503, retryAfter: null, text: 'busy' }]);
  for (let number = 1; number <= 5; number++) await sender.send(request(number));
  await sender.flush();
  expect(received).toEqual(['logs 1', 'logs 2', 'logs 3', 'logs 4', 'logs 5']);
  expect(waits).toEqual([500]);
  expect(sender.sent()).toMatchObject({ requests: 5, refused: 0 });
});

test('a receiver that says when to come back is believed', async () => {
  const { sender, waits, received } = receiver([{ status: 429, retryAfter: '7', text: 'quota' }]);
  await sender.send(request(1));
  await sender.flush();
  expect(waits).toEqual([7_000]);
  expect(received).toHaveLength(1);
});

test('pauses double while nobody answers', async () => {
  const down = new Error('connect ECONNREFUSED');
  const { sender, waits, reports } = receiver([down, down, down]);
  await sender.send(request(1));
  await sender.flush();
  expect(waits).toEqual([500, 1_000, 2_000]);
  expect(reports[0]).toContain('cannot reach http://collector:4318/v1/logs: connect ECONNREFUSED');
});

test('a request that is refused for good is counted and not sent again', async () => {
  const { sender, received, waits } = receiver([{ status: 400, retryAfter: null, text: 'malformed' }]);
  await sender.send(request(1));
  await sender.send(request(2));
  await sender.flush();
  expect(received).toEqual(['logs 2']);
  expect(waits).toEqual([]);
  expect(sender.sent().refused).toBe(1);
});

test('the token and the encoding are told', async () => {
  const { sender, headers } = receiver();
  await sender.send(request(1, 'traces'));
  await sender.flush();
  expect(headers[0]).toEqual({
    'content-type': 'application/x-protobuf',
    'content-encoding': 'gzip',
    authorization: 'Bearer t0',
  });
});

test('a full queue makes the next request wait', async () => {
  let release = () => {};
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const transport: Transport = {
    post: () => gate.then(() => accepted),
    gzip: async (body) => body,
    wait: async () => {},
  };
  const sender = createSender({ endpoint: 'http://collector:4318', transport, report: () => {} });
  let given = 0;
  const all = (async () => {
    for (let number = 0; number < 20; number++) {
      await sender.send(request(number));
      given++;
    }
  })();
  await new Promise((resolve) => setImmediate(resolve));
  expect(given).toBe(5);
  release();
  await all;
  await sender.flush();
  expect(sender.sent().requests).toBe(20);
});
