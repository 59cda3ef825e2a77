import { expect, test } from 'vitest';
import { createLifecycle, type LongLived } from './lifecycle.ts';

function partsOf(said: string[], ...names: readonly string[]): LongLived[] {
  return names.map((name) => ({
    name,
    start: async () => {
      if (name.startsWith('unstartable')) throw new Error(name);
      said.push(`start ${name}`);
    },
    stop: async () => {
      said.push(`stop ${name}`);
      if (name.startsWith('unstoppable')) throw new Error(name);
    },
  }));
}

test('parts start in order and stop in reverse, and stopping twice stops once', async () => {
  const said: string[] = [];
  const life = createLifecycle({ parts: partsOf(said, 'a', 'b', 'c'), onStopError: () => undefined });
  await life.start();
  await Promise.all([life.stop(), life.stop()]);
  expect(said).toEqual(['start a', 'start b', 'start c', 'stop c', 'stop b', 'stop a']);
});

test('a part that does not start stops those before it, and the failure is thrown', async () => {
  const said: string[] = [];
  const life = createLifecycle({ parts: partsOf(said, 'a', 'unstartable', 'c'), onStopError: () => undefined });
  await expect(life.start()).rejects.toThrow('unstartable');
  expect(said).toEqual(['start a', 'stop a']);
});

test('a part that does not stop is reported and keeps nobody from stopping', async () => {
  const said: string[] = [];
  const reported: string[] = [];
  const parts = partsOf(said, 'a', 'unstoppable');
  const life = createLifecycle({ parts, onStopError: (name) => reported.push(name) });
  await life.start();
  await life.stop();
  expect(said.slice(2)).toEqual(['stop unstoppable', 'stop a']);
  expect(reported).toEqual(['unstoppable']);
});

test('a stop before the start lets nothing start', async () => {
  const said: string[] = [];
  const life = createLifecycle({ parts: partsOf(said, 'a'), onStopError: () => undefined });
  await life.stop();
  await life.start();
  expect(said).toEqual([]);
});
