// The built dashboard in a real browser on the real program: one test for each sentence of a user.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Platform, START_WITHIN_MS, startPlatform } from '../support/platform.ts';
import { sendOtlp } from '../support/send-otlp.ts';
import { bytesOfHex, CART, checkoutTrace, logsOf, metricsOf, nanos, TRACE_ID } from '../support/shop-telemetry.ts';
import { until } from '../support/until.ts';
import { openBrowser, openPage, seriousViolations, type WatchedPage } from './open-browser.ts';

const WITHIN_MS = 120_000;
const MINUTE = 60_000;
const PLANTED = 'timeout acquiring a connection from the pool';

let platform: Platform;
let browser: Browser;
/** The page that the sign-in link opened; every test goes on with it. */
let opened: WatchedPage;
let page: Page;

const pages: readonly (readonly [name: string, path: string])[] = [
  ['Overview', '/'],
  ['Coming', '/coming'],
  ['Incidents', '/incidents'],
  ['Explore', '/explore/logs'],
  ['Map', '/map'],
  ['Reliability', '/reliability'],
  ['Replay', '/replay'],
  ['Data', '/data'],
  ['What left', '/model'],
];
const otherPaths = [
  '/explore/traces',
  '/explore/metrics',
  `/explore/traces/${TRACE_ID}`,
  '/backtest',
  '/connect',
  '/drills',
];

beforeAll(async () => {
  [platform, browser] = await Promise.all([
    startPlatform({ variables: { FORESHOCK_ANALYSIS_CLOSE_AFTER_SECONDS: '1' } }),
    openBrowser(),
  ]);
  const start = Math.floor(Date.now() / MINUTE) * MINUTE - 15 * MINUTE;
  const orders = Array.from({ length: 300 }, (_, index) => ({
    timeUnixNano: nanos(start + index * 2_000),
    severityNumber: index % 10 === 0 ? 13 : 9,
    body: `order ${index} was placed`,
  }));
  const planted = {
    timeUnixNano: nanos(start + 5 * MINUTE),
    severityNumber: 17,
    severityText: 'ERROR',
    body: PLANTED,
    traceId: bytesOfHex(TRACE_ID),
    spanId: bytesOfHex('b000000000000003'),
  };
  await sendOtlp(platform.otlpHttp, 'logs', logsOf(CART, [...orders, planted]));
  await sendOtlp(platform.otlpHttp, 'traces', checkoutTrace(start + 5 * MINUTE));
  const used = Array.from({ length: 15 }, (_, index) => ({
    timeUnixNano: nanos(start + index * MINUTE),
    value: 20 + 3 * index,
  }));
  await sendOtlp(
    platform.otlpHttp,
    'metrics',
    metricsOf(CART, [{ name: 'db.client.connection.count', unit: '{connection}', type: 'gauge', points: used }]),
  );
  opened = await openPage(browser);
  page = opened.page;
}, START_WITHIN_MS + WITHIN_MS);

afterAll(async () => {
  await browser?.close();
  await platform?.remove();
});

/** Waits for the heading, and until nothing on the page says that it loads. */
async function settled(): Promise<void> {
  await page.locator('main h1').first().waitFor();
  await page.locator('main [aria-busy="true"]').first().waitFor({ state: 'detached' });
}

test('the sign-in link opens the overview without an error on the console', async () => {
  await page.goto(platform.signInLink);
  await settled();
  expect(new URL(page.url()).pathname).toBe('/');
  expect(page.url()).not.toContain('token');
  expect(opened.faults).toEqual([]);
});

test('what was sent arrives', async () => {
  const [cookie] = await page.context().cookies();
  const headers = { cookie: `${cookie!.name}=${cookie!.value}` };
  await until('all signals to be stored', WITHIN_MS, async () => {
    const answer = await fetch(`${platform.origin}/api/v1/status`, { headers });
    const status = (await answer.json()) as { signals: { records: number }[] };
    return status.signals.every(({ records }) => records > 0);
  });
});

test('every page of the rail opens with one heading and without an error on the console', async () => {
  for (const [name, path] of pages) {
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name }).click();
    await settled();
    expect(new URL(page.url()).pathname, name).toBe(path);
    expect(await page.locator('h1').count(), name).toBe(1);
  }
  for (const path of otherPaths) {
    await page.goto(platform.origin + path);
    await settled();
    expect(await page.locator('h1').count(), path).toBe(1);
  }
  expect(opened.faults).toEqual([]);
});

test('no page keeps somebody out who cannot see well, in light and in dark', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    for (const path of [...pages.map(([, path]) => path), ...otherPaths]) {
      await page.goto(platform.origin + path);
      await settled();
      // Only colors differ in the dark.
      const rules = colorScheme === 'dark' ? ['color-contrast'] : undefined;
      expect(await seriousViolations(page, rules), `${path} ${colorScheme}`).toEqual([]);
    }
  }
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}, 240_000);

test('the keys go to pages, into the query, to the help and to the search', async () => {
  await page.goto(platform.origin);
  await settled();
  await page.keyboard.press('g');
  await page.keyboard.press('e');
  await page.waitForURL('**/explore/logs**');
  await settled();
  await page.keyboard.press('/');
  expect(await page.locator(':focus').getAttribute('aria-label')).toBe('Query for logs');
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys and marks' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('dialog').waitFor({ state: 'detached' });
  await page.keyboard.press('Control+k');
  await page.getByRole('combobox').fill('incid');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/incidents');
  expect(opened.faults).toEqual([]);
});

test('I create a key, see it once, and revoke it', async () => {
  await page.goto(`${platform.origin}/connect`);
  await settled();
  await page.getByRole('button', { name: 'Create a key' }).click();
  await page.getByLabel('Where it is used').fill('collector of cluster eu-1');
  await page.getByLabel('traces').uncheck();
  await page.getByRole('button', { name: 'Create', exact: true }).click();
  await page.getByText('Copy the key of collector of cluster eu-1 now.').waitFor();
  const secret = (await page.locator('pre').first().textContent()) ?? '';
  expect(secret).toMatch(/^fsk_.{49}$/);
  const keys = page.getByRole('table', { name: 'Keys' });
  await keys.getByRole('cell', { name: 'logs, metrics' }).waitFor();
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await page.reload();
  await settled();
  expect(await page.locator('main').textContent()).not.toContain(secret);
  await page.getByRole('button', { name: 'Revoke collector of cluster eu-1' }).click();
  await page.getByRole('button', { name: 'Revoke', exact: true }).click();
  await keys.getByText('revoked just now').waitFor();
  expect(opened.faults).toEqual([]);
});

test('I find a line by its words and open its trace', async () => {
  await page.goto(`${platform.origin}/explore/logs`);
  await settled();
  await page.getByLabel('Query for logs').fill('"timeout acquiring" level>=error');
  await page.keyboard.press('Enter');
  const lines = page.getByRole('region', { name: 'Log lines' }).getByRole('button');
  await lines.filter({ hasText: PLANTED }).waitFor();
  await expect.poll(() => lines.count()).toBe(1);
  await lines.first().click();
  await page.getByRole('complementary', { name: 'The chosen line' }).getByRole('link', { name: 'Open trace' }).click();
  await page.waitForURL(`**/explore/traces/${TRACE_ID}**`);
  await settled();
  await page.getByRole('heading', { level: 1, name: 'The error began at cart acquire connection' }).waitFor();
  expect(await page.locator('main').textContent()).toContain('POST /cart');
  await page.goBack();
  await lines.filter({ hasText: PLANTED }).waitFor();
  expect(opened.faults).toEqual([]);
});

test('text that somebody sent is shown as text and never runs', async () => {
  const hostile = '<img src=x onerror="window.ran=true"><script>window.ran=true</script> hostile';
  await sendOtlp(
    platform.otlpHttp,
    'logs',
    logsOf(CART, [{ timeUnixNano: nanos(Date.now() - MINUTE), severityNumber: 9, body: hostile }]),
  );
  await page.goto(`${platform.origin}/explore/logs?q=hostile`);
  await expect
    .poll(
      async () => {
        await page.reload();
        await settled();
        return page.getByRole('region', { name: 'Log lines' }).textContent();
      },
      { timeout: 60_000 },
    )
    .toContain(hostile);
  expect(await page.evaluate("'ran' in window")).toBe(false);
});

test('I write a rule, see what it would have done, keep it, and see what it leaves out', async () => {
  await page.goto(`${platform.origin}/data`);
  await settled();
  // The key works once the page knows that this person may change rules.
  await page
    .getByRole('button', { name: /Write a rule/ })
    .first()
    .waitFor();
  await page.keyboard.press('n');
  const dialog = page.getByRole('dialog', { name: 'Write a rule' });
  await dialog.getByLabel('Name', { exact: true }).fill('orders');
  await dialog.getByLabel('Attributes, a condition a line').fill('no condition');
  await dialog.getByText('is no condition').waitFor();
  await dialog.getByLabel('Attributes, a condition a line').fill('');
  await dialog.getByLabel('Level').selectOption({ label: 'info and below' });
  await dialog.getByRole('button', { name: 'See what it would do' }).click();
  await dialog.getByText('Would leave out').waitFor();
  expect(await dialog.getByRole('status').textContent()).toContain('None of them is an error');
  expect(await seriousViolations(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Save the rule' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('table', { name: 'Rules' }).getByText('orders').waitFor();
  const leftOut = { timeUnixNano: nanos(Date.now()), severityNumber: 9, body: 'order 7 was placed' };
  await sendOtlp(platform.otlpHttp, 'logs', logsOf(CART, [leftOut]));
  await until('the record to be counted', WITHIN_MS, async () => {
    await page.reload();
    await settled();
    return (await page.getByText('left out: orders').count()) > 0;
  });
  await page.getByRole('button', { name: 'Edit orders' }).click();
  await page.getByRole('button', { name: 'Delete the rule' }).click();
  await page.getByText('No rule yet: everything is stored').waitFor();
  expect(opened.faults).toEqual([]);
}, 240_000);

test('I write a pattern that hides more, am told what is wrong with it, see what it would hide, keep it and take it away', async () => {
  await page.goto(`${platform.origin}/data`);
  await settled();
  await page.getByRole('button', { name: 'Hide or keep something' }).click();
  const dialog = page.getByRole('dialog', { name: 'Hide or keep something' });
  await dialog.locator('select').first().selectOption({ label: 'what a pattern finds' });
  await dialog.getByLabel('Name, stands in its place').fill('order');
  await dialog.getByLabel('Only in texts with').fill('order');
  await dialog.getByLabel('Pattern, RE2 syntax').fill('(?<=order )[0-9]+');
  await dialog.getByRole('button', { name: 'See what it would change' }).click();
  await dialog.getByRole('alert').getByText('is no RE2 pattern').waitFor();
  await dialog.getByLabel('Pattern, RE2 syntax').fill('order [0-9]+');
  await dialog.getByRole('button', { name: 'See what it would change' }).click();
  await dialog.getByText(/Would hide 300 values more in 30\d log records/).waitFor();
  await dialog
    .getByText(/<CUSTOM_ORDER:[0-9a-f]{12}> was placed/)
    .first()
    .waitFor();
  await dialog.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('button', { name: 'Edit ORDER' }).click();
  await page.getByRole('button', { name: 'Delete the rule' }).click();
  await page.getByText('No rule of your own yet').waitFor();
  expect(await seriousViolations(page)).toEqual([]);
});

test('on a screen of 320 pixels no page scrolls sideways', async () => {
  await page.setViewportSize({ width: 320, height: 700 });
  for (const path of [...pages.map(([, path]) => path), ...otherPaths]) {
    await page.goto(platform.origin + path);
    await settled();
    const overhang = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth');
    expect(overhang, path).toBeLessThanOrEqual(0);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
});

test(
  'a server that dies is told on the page, and the page goes on by itself when it is back',
  async () => {
    await page.goto(platform.origin);
    await settled();
    // The page asks again for three seconds: within them a quick machine would have the server back.
    process.kill(platform.pid, 'SIGSTOP');
    process.kill(platform.pidOf('engine'), 'SIGKILL');
    await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Map' }).click();
    await page.getByText('could not be read').first().waitFor();
    process.kill(platform.pid, 'SIGCONT');
    await until('the server to be back', WITHIN_MS, async () => (await fetch(platform.origin)).ok);
    await page.locator('main').getByText('cart').first().waitFor();
    await page.getByText('could not be read').first().waitFor({ state: 'detached' });
  },
  WITHIN_MS,
);

test('somebody without a session is told how to sign in', async () => {
  const stranger = await openPage(browser);
  await stranger.page.goto(`${platform.origin}/incidents`);
  await stranger.page.getByRole('heading', { name: 'Your sign-in has expired.' }).waitFor();
  await stranger.page.context().close();
});

test(
  'a deep link survives signing in',
  async () => {
    await page.context().close();
    await platform.stop();
    platform = await startPlatform({ dataDirectory: platform.dataDirectory });
    const fresh = await openPage(browser);
    const next = '/explore/logs?q=level%3E%3Derror&last=PT3H';
    await fresh.page.goto(`${platform.signInLink}&next=${encodeURIComponent(next)}`);
    await fresh.page.locator('h1').waitFor();
    expect(new URL(fresh.page.url()).pathname).toBe('/explore/logs');
    expect(await fresh.page.getByLabel('Query for logs').inputValue()).toBe('level>=error');
    await fresh.page.getByRole('region', { name: 'Log lines' }).getByText(PLANTED).waitFor();
    expect(fresh.faults).toEqual([]);
  },
  START_WITHIN_MS,
);
