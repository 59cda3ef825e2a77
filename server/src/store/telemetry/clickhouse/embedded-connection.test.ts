import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY } from '@foreshock/model/time.ts';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StoreConfig } from '../../config.ts';
import { logBatch, metricRollup, sampleEntity, sampleSeries, sampleTemplate, spanBatch } from '../contract-samples.ts';
import { createTelemetryStore } from '../create-telemetry-store.ts';
import type { TelemetryStore } from '../telemetry-store.ts';
import { openEmbedded } from './embedded-connection.ts';

const PATIENCE = { timeout: 120_000 };
const key = new Uint8Array(32).fill(7);
const shop = 'shop' as TenantId;
const start = Date.UTC(2026, 2, 1);
const config = StoreConfig.parse({});

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'foreshock-store-'));
});
afterEach(() => rm(directory, { recursive: true }));

test('another key and a missing key are refused, and the right one opens afterwards', PATIENCE, async () => {
  const first = await open();
  await first.tenant(shop).append(logBatch([{ time: 1n, body: 'kept' }]), 'a');
  await first.close();
  for (const wrong of [new Uint8Array(32), new Uint8Array(0), key.subarray(1)]) {
    const refused = await createTelemetryStore({ directory, key: wrong, config });
    expect(!refused.ok && refused.error.code, `${wrong.length} bytes`).toBe('configuration-invalid');
  }
  const again = await open();
  expect(await bodies(again)).toEqual(['kept']);
  await again.close();
});

test('a closed store answers that it is unavailable, and may be closed twice', PATIENCE, async () => {
  const store = await open();
  await Promise.all([store.close(), store.close()]);
  const answer = await store.tenant(shop).selectExtent();
  expect(!answer.ok && answer.error.code).toBe('store-unavailable');
});

test('a second process learns that the directory is in use', PATIENCE, async () => {
  const store = await open();
  const child = inChild('console.log(opened.ok ? "opened" : opened.error.code); process.exit(0);');
  expect(await firstLine(child)).toBe('data-directory-in-use');
  await store.close();
});

test('the key is in no file and in no variable once the store is open', PATIENCE, async () => {
  const store = await open();
  await store.tenant(shop).append(logBatch([{ time: 1n, body: 'x' }]), 'a');
  const hex = Buffer.from(key).toString('hex');
  expect(JSON.stringify(process.env)).not.toContain(hex);
  await store.close();
  expect(await filesWith(hex)).toEqual([]);
  expect(await filesWith(Buffer.from(key).toString('latin1'))).toEqual([]);
});

test('no planted text is found in any file', PATIENCE, async () => {
  const canary = 'canary-7f3c9a1b';
  const store = await open();
  const tenant = store.tenant(shop);
  const sources = [{ entity: canary, resource: [[canary, canary]] as const, scopeName: canary }];
  const attributes = [
    [canary, canary],
    ['http.route', canary],
  ] as const;
  const rollups = {
    metrics: [metricRollup(start, canary)],
    spans: [],
    templates: [],
    series: [sampleSeries(canary, { attributes: { [canary]: canary } })],
  };
  const facts = {
    rollups,
    entities: [sampleEntity(canary, canary)],
    templates: [sampleTemplate(canary, canary)],
    events: [{ time: start, entity: canary as EntityId, object: canary, reason: canary, message: canary }],
  };
  const rows = Array.from({ length: 2_000 }, (_, i) => ({
    time: BigInt(start + i) * 1_000_000n,
    body: `${canary} ${i}`,
    severityText: canary,
    attributes,
  }));
  for (let i = 0; i < 6; i++) expect((await tenant.append(logBatch(rows, facts, sources), `${i}`)).ok).toBe(true);
  const ids = { traceId: 'a'.repeat(32), spanId: 'b'.repeat(16) };
  await tenant.append(
    spanBatch([{ ...ids, name: canary, start: 1n, end: 2n, statusMessage: canary, attributes }]),
    'spans',
  );
  const range = { from: 0, to: start + DAY };
  const found = await tenant.selectTopValues({ range, filters: [], text: '', field: `attributes.${canary}`, limit: 1 });
  expect(found.ok && found.value).toEqual([{ value: canary, count: 12_000 }]);
  expect(await filesWith(canary)).toEqual([]);
  const now = start + 100 * DAY;
  await tenant.retain({ logs: 200 * DAY, traces: DAY, metrics: DAY, rollups: DAY }, now);
  await store.close();
  expect(await filesWith(canary)).toEqual([]);
  const clear = await readdir(join(directory, 'tokens'), { recursive: true, withFileTypes: true });
  const names = new Set(clear.filter((entry) => entry.isFile()).map((entry) => entry.name.replace(/\d+/g, 'N')));
  expect([...names].sort()).toEqual(['deduplication_log_N.txt', 'format_version.txt', 'mutation_N.txt']);
  // The search itself does find: the same text, planted by hand.
  await writeFile(join(directory, 'engine', 'planted'), `x${canary}`);
  expect(await filesWith(canary)).toHaveLength(1);
});

test('a query that needs more memory than it may fails and spills nothing', PATIENCE, async () => {
  const small = { ...config, queryMemoryBytes: 64 * 1024 ** 2 };
  const opened = await openEmbedded({ directory, key, config: small });
  if (!opened.ok) throw new Error(opened.error.message);
  const connection = opened.value;
  for (const sql of [
    "SELECT count() FROM (SELECT concat('canary-', toString(number)) AS text FROM numbers(5000000) GROUP BY text)",
    "SELECT count() FROM (SELECT concat('canary-', toString(number)) AS text FROM numbers(5000000) ORDER BY text LIMIT 4900000)",
  ]) {
    const answer = await connection.select(sql, {}, 'JSONCompactEachRow');
    expect(!answer.ok && answer.error.code, sql).toBe('query-too-expensive');
    expect(await filesWith('canary-'), sql).toEqual([]);
  }
  await connection.close();
});

test('queries can neither write nor raise their own limits', PATIENCE, async () => {
  const opened = await openEmbedded({ directory, key, config });
  if (!opened.ok) throw new Error(opened.error.message);
  const connection = opened.value;
  for (const sql of [
    'CREATE DATABASE other',
    'SELECT 1 SETTINGS max_memory_usage = 0',
    "SELECT * FROM file('/etc/hostname')",
  ]) {
    const plain = await connection.select(sql, {}, 'JSONCompactEachRow');
    const bound = await connection.select(sql, { any: 'parameter' }, 'JSONCompactEachRow');
    expect([plain.ok, bound.ok], sql).toEqual([false, false]);
  }
  await connection.close();
});

test(
  'after kill -9 every acknowledged append is there once, and a repeated one completes what was cut',
  PATIENCE,
  async () => {
    let written = 0;
    for (const acknowledgements of [1, 4, 9]) {
      const child = inChild(`
      const { logBatch } = await import(${JSON.stringify(new URL('../contract-samples.ts', import.meta.url).href)});
      const tenant = opened.value.tenant('shop');
      for (let i = ${written}; ; i++) {
        const rows = [{ time: BigInt(i + 1), body: 'row ' + i }];
        const metrics = [{ minute: ${start}, series: 'ser_q', count: 1, sum: 1, min: 1, max: 1, last: 1, lastTime: i, observations: 0, bins: new Map() }];
        const rollups = { metrics, spans: [], templates: [], series: [] };
        const appended = await tenant.append(logBatch(rows, { rollups }), 'a:' + i);
        console.log(appended.ok ? String(i) : appended.error.message);
      }`);
      let last = -1;
      let seen = 0;
      for await (const line of createInterface({ input: child.stdout })) {
        expect(line).toMatch(/^\d+$/);
        last = Number(line);
        if (++seen === acknowledgements) child.kill('SIGKILL');
      }
      const store = await open();
      const found = await bodies(store);
      for (let i = 0; i <= last; i++)
        expect(
          found.filter((body) => body === `row ${i}`),
          `row ${i} of ${last}`,
        ).toHaveLength(1);
      for (let i = 0; i <= last + 1; i++) {
        const rollups = {
          metrics: [metricRollup(start, 'ser_q', { lastTime: i })],
          spans: [],
          templates: [],
          series: [],
        };
        await store.tenant(shop).append(logBatch([{ time: BigInt(i + 1), body: `row ${i}` }], { rollups }), `a:${i}`);
      }
      expect(await bodies(store)).toEqual(Array.from({ length: last + 2 }, (_, i) => `row ${i}`));
      const sums = await store.tenant(shop).selectRollups({ from: start, to: start + DAY });
      expect(sums.ok && sums.value.metrics.map((row) => row.count)).toEqual([last + 2]);
      await store.close();
      written = last + 2;
    }
  },
);

async function open(): Promise<TelemetryStore> {
  const opened = await createTelemetryStore({ directory, key, config });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

async function bodies(store: TelemetryStore): Promise<readonly string[]> {
  const range = { from: 0, to: start + DAY };
  const page = await store.tenant(shop).selectLogs({ range, filters: [], text: '', limit: 1_000, order: 'oldest' });
  if (!page.ok) throw new Error(page.error.message);
  return page.value.rows.map((row) => row.body);
}

type Child = ChildProcessByStdio<null, Readable, null>;

/** Another Node that opens the same directory as `opened` and then runs `body`. */
function inChild(body: string): Child {
  const url = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href);
  const code = `
    const { createTelemetryStore } = await import(${url('../create-telemetry-store.ts')});
    const { StoreConfig } = await import(${url('../../config.ts')});
    const directory = ${JSON.stringify(directory)};
    const opened = await createTelemetryStore({ directory, key: new Uint8Array(32).fill(7), config: StoreConfig.parse({}) });
    ${body}`;
  return spawn(process.execPath, ['--input-type=module', '-e', code], { stdio: ['ignore', 'pipe', 'ignore'] });
}

async function firstLine(child: Child): Promise<string> {
  const [line] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  return line;
}

async function filesWith(text: string): Promise<readonly string[]> {
  const found: string[] = [];
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    // A file may be merged away between the listing and the reading.
    const content = await readFile(path).catch(() => Buffer.alloc(0));
    if (content.includes(Buffer.from(text, 'latin1'))) found.push(path);
  }
  return found;
}
