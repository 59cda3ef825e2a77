// A project that has history, by the public door: four days arrive at once, are learnt, are judged, and nobody is told
// of anything before a person says so.
import { catalog } from '@foreshock/contract/catalog.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Platform, type SignedIn, START_WITHIN_MS, startPlatform } from '../support/platform.ts';
import { sendOtlp } from '../support/send-otlp.ts';
import { CART, metricsOf, nanos } from '../support/shop-telemetry.ts';
import { until } from '../support/until.ts';

const LEARNT_WITHIN_MS = 120_000;
/** A live minute must pass. */
const TOLD_WITHIN_MS = 150_000;
const MINUTE = 60_000;
const HISTORY_MINUTES = 4 * 1_440;
/** Minutes in a request. */
const CHUNK = 480;
const CYCLE = 260;
const CONNECTIONS = 200;
/** Once, on the second day, it is exhausted from one minute to the next. */
const SUDDEN = 8 * CYCLE + 60;

let platform: Platform;
let session: SignedIn;
const end = Math.floor(Date.now() / MINUTE) * MINUTE;
const start = end - HISTORY_MINUTES * MINUTE;

/** Every four hours and a bit something leaks the pool empty within an hour and a half, and a restart mends it. */
function usedAt(minute: number): number {
  if (minute >= SUDDEN && minute < SUDDEN + 10) return CONNECTIONS;
  const phase = minute % CYCLE;
  const flutter = ((minute * 7919) % 11) / 5;
  return Math.min(CONNECTIONS, Math.round(0.3 * CONNECTIONS + flutter + (phase < 150 ? 0 : 1.7 * (phase - 150))));
}

function history(from: number, count: number): Uint8Array {
  const minutes = Array.from({ length: count }, (_, index) => from + index);
  const pointsOf = (valueAt: (minute: number) => number, attributes = {}) =>
    minutes.map((minute) => ({
      timeUnixNano: nanos(start + minute * MINUTE),
      value: valueAt(minute),
      attributes: { 'db.client.connection.pool.name': 'orders', ...attributes },
    }));
  return metricsOf(CART, [
    {
      name: 'db.client.connection.count',
      unit: '{connection}',
      type: 'gauge',
      points: pointsOf(usedAt, { 'db.client.connection.state': 'used' }),
    },
    {
      name: 'db.client.connection.max',
      unit: '{connection}',
      type: 'gauge',
      points: pointsOf(() => CONNECTIONS),
    },
    {
      name: 'tls.certificate.not_after',
      unit: 's',
      type: 'gauge',
      // Of a certificate for a month that nobody has renewed.
      points: minutes.map((minute) => ({
        timeUnixNano: nanos(start + minute * MINUTE),
        value: (end + 3 * 1_440 * MINUTE) / 1_000,
      })),
    },
  ]);
}

beforeAll(async () => {
  platform = await startPlatform({ variables: { FORESHOCK_ANALYSIS_CLOSE_AFTER_SECONDS: '1' } });
  session = await platform.signIn();
  expect(await session.client('getHistory', {})).toMatchObject({ state: 'none', from: null });
  for (let minute = 0; minute < HISTORY_MINUTES; minute += CHUNK)
    await sendOtlp(platform.otlpHttp, 'metrics', history(minute, CHUNK));
  await until(
    'the history to be learnt',
    LEARNT_WITHIN_MS,
    async () => {
      const { state, learntUntil } = await session.client('getHistory', {});
      return state === 'review' && learntUntil !== null && Date.parse(learntUntil) >= end;
    },
    () => platform.output(),
  );
}, START_WITHIN_MS + LEARNT_WITHIN_MS);

afterAll(async () => {
  await platform?.remove();
});

async function deliveries(): Promise<Set<string>> {
  const rows = new Set<string>();
  let cursor: string | undefined;
  do {
    const page = await session.client('listLedger', { limit: 1_000, ...(cursor !== undefined && { cursor }) });
    for (const { entry } of page.items) rows.add(String(entry.delivery));
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return rows;
}

test('what was learnt reaches from the first minute that was sent to the moment when it was met', async () => {
  const { from, to, share, minutesLeft, version } = await session.client('getHistory', {});
  expect(Date.parse(from!)).toBe(start);
  expect(Date.parse(to!)).toBeGreaterThanOrEqual(end);
  expect([share, minutesLeft, version]).toEqual([1, 0, 1]);
  const { history: inStatus } = await session.client('getStatus', {});
  expect(inStatus).toMatchObject({ state: 'review', learntShare: 1, baselineReady: true });
});

test('the backtest names what would have been told, what would have been caught and what not', async () => {
  const backtest = await session.client('getBacktest', {});
  expect(catalog.getBacktest.output.safeParse(backtest).error).toBeUndefined();
  expect(backtest.forecasts).toBeGreaterThan(100);
  expect(backtest.late).toBe(0);
  expect(backtest.onsets).toBeGreaterThan(10);
  expect(backtest.record.caught).toBeGreaterThan(3);
  expect(backtest.calls.length).toBeGreaterThanOrEqual(backtest.record.caught);
  expect(backtest.missed.length).toBe(backtest.onsets - backtest.record.caught);
  expect(backtest.failures[0]).toMatchObject({ failure: 'pool_exhausted' });
  expect(backtest.days.reduce((sum, { onsets }) => sum + onsets, 0)).toBe(backtest.onsets);
  const sudden = backtest.missed.find(
    ({ onsetAt }) => Math.abs(Date.parse(onsetAt) - start - SUDDEN * MINUTE) <= MINUTE,
  );
  expect(sudden).toMatchObject({ failure: 'pool_exhausted', entity: { name: expect.stringContaining('cart') } });
});

test('nothing of it told anybody: calls stand on the screen, marked as a backtest', async () => {
  expect(await deliveries()).not.toContain('warned');
  const { items } = await session.client('listPredictions', { limit: 1_000 });
  expect(items.length).toBeGreaterThan(3);
  expect(items.filter(({ state }) => state === 'active')).toEqual([]);
  expect(items.filter(({ failure, backtest }) => failure === 'cert_expiry' && backtest)).toMatchObject([
    { state: 'shadow' },
  ]);
});

test('notifications begin when a person says so of the version that was looked at, and then what stands is told', {
  timeout: TOLD_WITHIN_MS,
}, async () => {
  await expect(session.client('startNotifying', { basedOn: 0 })).rejects.toThrow(/version 1, not 0/);
  const started = await session.client('startNotifying', { basedOn: 1 });
  expect(catalog.startNotifying.output.safeParse(started).error).toBeUndefined();
  expect(started).toMatchObject({ state: 'notifying', version: 2, startedBy: 'local' });
  await expect(session.client('startNotifying', { basedOn: 2 })).rejects.toThrow(/local has started/);
  await until('the certificate that ends to be told', TOLD_WITHIN_MS, async () => {
    const { items } = await session.client('listPredictions', { failure: 'cert_expiry', limit: 10 });
    return items.some(({ state, backtest }) => state === 'active' && backtest);
  });
});
