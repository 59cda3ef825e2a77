import { afterEach, expect, test } from 'vitest';
import type { TestCall } from './thread-call.test-worker.ts';
import { createThreadPool, ThreadCallError, type ThreadPool } from './thread-call.ts';

let pool: ThreadPool<TestCall, unknown>;
let restarts: string[];
function open(threadCount: number): ThreadPool<TestCall, unknown> {
  restarts = [];
  pool = createThreadPool<TestCall, unknown>({
    file: new URL('./thread-call.test-worker.ts', import.meta.url),
    threadCount,
    settings: { factor: 3 },
    onRestart: (reason) => restarts.push(reason),
  });
  return pool;
}
afterEach(() => pool.stop());

test('each call gets its own answer, and the worker knows its settings', async () => {
  const { call } = open(2);
  const answers = await Promise.all([1, 2, 3, 4, 5].map((number) => call({ kind: 'multiply', number })));
  expect(answers).toEqual([3, 6, 9, 12, 15]);
});

test('memory goes to the worker and comes back without a copy in between', async () => {
  const { call } = open(1);
  const bytes = new Uint8Array(1_000).fill(1);
  const answer = await call({ kind: 'invert', bytes }, [bytes.buffer]);
  expect(bytes.length).toBe(0);
  expect(answer).toEqual(new Uint8Array(1_000).fill(254));
});

test('a function that throws rejects its call alone', async () => {
  const { call } = open(1);
  const failing = call({ kind: 'throw', text: 'no such thing' });
  const working = call({ kind: 'multiply', number: 2 });
  await expect(failing).rejects.toThrow('no such thing');
  await expect(failing).rejects.toMatchObject({ reason: 'threw' });
  expect(await working).toBe(6);
  expect(restarts).toEqual([]);
});

test('a thread that dies rejects its call, and another one takes its place', async () => {
  const { call } = open(1);
  await call({ kind: 'multiply', number: 1 });
  const dying = call({ kind: 'die' });
  const next = call({ kind: 'multiply', number: 4 });
  await expect(dying).rejects.toMatchObject({ reason: 'died' });
  expect(await next).toBe(12);
  expect(restarts.length).toBe(1);
});

test('a stop rejects what waits and what comes', async () => {
  const { call, stop, waiting } = open(1);
  const calls = [1, 2, 3].map((number) => call({ kind: 'multiply', number }).catch((error: unknown) => error));
  expect(waiting()).toBe(2);
  await stop();
  for (const outcome of (await Promise.all(calls)).slice(1)) expect(outcome).toBeInstanceOf(ThreadCallError);
  await expect(call({ kind: 'multiply', number: 1 })).rejects.toMatchObject({ reason: 'stopped' });
});
