import type { TenantId } from '@foreshock/model/tenant.ts';
import { expect, test } from 'vitest';
import { createEventFeed, type FeedEvent } from './event-feed.ts';

const BEFORE = 1000;
const TENANT = 'default' as TenantId;
const analysed = (id: string) => ({ type: 'analysis' as const, id, revision: 1 });

async function take(events: AsyncGenerator<FeedEvent>, count: number): Promise<string[]> {
  const taken: string[] = [];
  while (taken.length < count) {
    const next = await events.next();
    if (next.done) break;
    taken.push(`${next.value.sequence} ${next.value.id}`);
  }
  return taken;
}

test('who comes without a number gets what happens from now on', async () => {
  const feed = createEventFeed(BEFORE);
  feed.publish(TENANT, [analysed('old')]);
  const events = feed.subscribe(TENANT, undefined, new AbortController().signal);
  const waiting = events.next();
  feed.publish(TENANT, [analysed('new')]);
  expect((await waiting).value).toMatchObject({ sequence: BEFORE + 2, id: 'new' });
});

test('who comes back with a number gets all after it, in order, and then what is new', async () => {
  const feed = createEventFeed(BEFORE);
  feed.publish(TENANT, [analysed('a'), analysed('b'), analysed('c')]);
  const events = feed.subscribe(TENANT, BEFORE + 1, new AbortController().signal);
  expect(await take(events, 2)).toEqual(['1002 b', '1003 c']);
  const waiting = take(events, 1);
  feed.publish(TENANT, [analysed('d')]);
  expect(await waiting).toEqual(['1004 d']);
});

test('a number of an earlier run gets all of this one', async () => {
  const feed = createEventFeed(BEFORE);
  feed.publish(TENANT, [analysed('a')]);
  expect(await take(feed.subscribe(TENANT, 17, new AbortController().signal), 1)).toEqual(['1001 a']);
});

test('a number from the future gets only what is new', async () => {
  const feed = createEventFeed(BEFORE);
  feed.publish(TENANT, [analysed('a')]);
  const waiting = take(feed.subscribe(TENANT, BEFORE + 99, new AbortController().signal), 1);
  feed.publish(TENANT, [analysed('b')]);
  expect(await waiting).toEqual(['1002 b']);
});

test('every subscriber gets every event', async () => {
  const feed = createEventFeed(BEFORE);
  const { signal } = new AbortController();
  const waiting = [0, 1, 2].map(() => take(feed.subscribe(TENANT, undefined, signal), 2));
  feed.publish(TENANT, [analysed('a')]);
  feed.publish(TENANT, [analysed('b')]);
  expect(await Promise.all(waiting)).toEqual([0, 1, 2].map(() => ['1001 a', '1002 b']));
});

test('who leaves ends, also in the middle of waiting', async () => {
  const feed = createEventFeed(BEFORE);
  const leaving = new AbortController();
  const waiting = feed.subscribe(TENANT, undefined, leaving.signal).next();
  leaving.abort();
  expect(await waiting).toEqual({ done: true, value: undefined });
});

test('only the last thousand events are remembered', async () => {
  const feed = createEventFeed(0);
  feed.publish(
    TENANT,
    Array.from({ length: 1500 }, (_, index) => analysed(String(index))),
  );
  expect(await take(feed.subscribe(TENANT, 1, new AbortController().signal), 1)).toEqual(['501 500']);
});

test('what happens in one project is not told to another', async () => {
  const feed = createEventFeed(BEFORE);
  const events = feed.subscribe('other' as TenantId, BEFORE, new AbortController().signal);
  feed.publish(TENANT, [analysed('a')]);
  feed.publish('other' as TenantId, [analysed('b')]);
  expect(await take(events, 1)).toEqual(['1002 b']);
});
