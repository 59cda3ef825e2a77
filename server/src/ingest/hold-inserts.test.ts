import { expect, test } from 'vitest';
import { createHolds } from './hold-inserts.ts';

test('work that waits has its turn, and the inserts wait for its end', async () => {
  const events: string[] = [];
  const holds = createHolds(() => events.push('called'));
  const release = Promise.withResolvers<string>();
  const held = holds.hold(async () => {
    events.push('begun');
    return release.promise;
  });
  const worked = holds.work().then(() => events.push('inserts go on'));
  await Promise.resolve();
  release.resolve('copied');
  expect(await held).toEqual({ ok: true, value: 'copied' });
  await worked;
  expect(events).toEqual(['called', 'begun', 'inserts go on']);
});

test('work that fails holds up nobody', async () => {
  const holds = createHolds(() => {});
  const held = holds.hold(async () => {
    throw new Error('disk full');
  });
  const worked = holds.work();
  await expect(held).rejects.toThrow('disk full');
  await worked;
});

test('two have their turns one after the other', async () => {
  const holds = createHolds(() => {});
  let inside = 0;
  const most: number[] = [];
  const work = async (): Promise<void> => {
    inside += 1;
    most.push(inside);
    await Promise.resolve();
    inside -= 1;
  };
  const both = [holds.hold(work), holds.hold(work)];
  await holds.work();
  await Promise.all(both);
  expect(most).toEqual([1, 1]);
});
