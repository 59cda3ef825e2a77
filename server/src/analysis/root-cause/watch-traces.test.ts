import type { Anomaly } from '@foreshock/model/anomaly.ts';
import { MINUTE, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { createTraceMemory, SETTLED_MS } from './trace-memory.ts';
import type { TracedSpan } from './traced-span.ts';
import { entity } from './traces.test-support.ts';
import { createWatchState, watchTraces } from './watch-traces.ts';

const START = Date.parse('2026-01-05T10:00:00Z');
const USUAL_MINUTES = 10;
/** The first window of the minutes after the usual ones ends here, in the time of spans that are known to be whole. */
const FIRST_END = START + (USUAL_MINUTES + 1) * MINUTE - SETTLED_MS;
const at = (text: string): Timestamp => START + USUAL_MINUTES * MINUTE + Date.parse(`1970-01-01T00:${text}Z`);

/** A request to the shop, which asks the cart unless that is left out. */
function request(start: Timestamp, asksCart: boolean): TracedSpan[] {
  const span = { traceId: `t${start}`, operation: 'GET', failed: false, logs: [] };
  const shop = { ...span, spanId: 'a', parentSpanId: '', entity: entity('shop'), start, end: start + 20 };
  const cart = { ...span, spanId: 'b', parentSpanId: 'a', entity: entity('cart'), start: start + 5, end: start + 9 };
  return asksCart ? [shop, cart] : [shop];
}

const isEveryOther = (time: Timestamp): boolean => (time / SECOND) % 4 === 0;

/** What opens in two minutes after ten usual ones, when the cart is left out of requests in the given times. */
function watchShop(isLeftOut: (time: Timestamp) => boolean): Anomaly[] {
  const memory = createTraceMemory();
  const state = createWatchState();
  const opened = new Map<string, Anomaly>();
  for (let minute = START; minute < START + (USUAL_MINUTES + 2) * MINUTE; minute += MINUTE) {
    const starts = Array.from({ length: 30 }, (_, i) => minute + 2 * i * SECOND);
    memory.observe(
      starts.flatMap((start) => request(start, !isLeftOut(start))),
      minute + MINUTE,
    );
    const topology = { entities: new Map(), relations: [] };
    const { starters } = watchTraces(state, { memory, minute, topology, incidents: [] });
    for (const starter of starters) if (!opened.has(starter.id)) opened.set(starter.id, starter);
  }
  return [...opened.values()];
}

test('what one window says clearly opens when the next says so too', () => {
  const [shop, ...others] = watchShop((time) => time >= FIRST_END - 30 * SECOND && isEveryOther(time));
  expect(others).toEqual([]);
  expect(shop).toMatchObject({ entity: entity('shop'), lastSeen: at('01:00') });
});

test('a minute like all others opens nothing', () => {
  expect(watchShop(() => false)).toEqual([]);
});
