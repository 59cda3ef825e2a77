// Templates, a model's server, a database and a store that are real: one night, and a person who takes it back.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { DAY, HOUR } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ModelServer, startModelServer } from '../../test/support/model-server.ts';
import { createStillClock } from './base/clock.ts';
import { createKeyRing } from './base/crypto/key-ring.ts';
import { createAskModel } from './explanation/ask-model.ts';
import { createLanguageModel } from './explanation/models/create-language-model.ts';
import { createMiner } from './ingest/templates/mine-templates.ts';
import { isRefinementDue, refineTemplates } from './ingest/templates/refinement/refine-templates.ts';
import { StoreConfig } from './store/config.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './store/metadata/open-test-metadata.ts';
import { listModelCalls } from './store/metadata/stories.ts';
import { findTemplateRefinement, undoTemplateMerge } from './store/metadata/template-merges.ts';
import { logBatch, templateCount } from './store/telemetry/contract-samples.ts';
import { createTelemetryStore } from './store/telemetry/create-telemetry-store.ts';
import type { TelemetryStore } from './store/telemetry/telemetry-store.ts';

const NIGHT = 1_000 * DAY + 3 * HOUR;
const shop = 'ent_shop' as EntityId;
const USERS = ['anna', 'bob', 'carla', 'dora'];

let directory: string;
let metadata: TestMetadata;
let store: TelemetryStore;
let server: ModelServer;
let says: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'foreshock-refinement-'));
  metadata = await openTestMetadata();
  const opened = await createTelemetryStore({
    directory,
    key: new Uint8Array(32).fill(7),
    config: StoreConfig.parse({}),
  });
  if (!opened.ok) throw new Error(opened.error.message);
  store = opened.value;
  server = await startModelServer('openai', () => says);
}, OPENING_MS);
afterAll(async () => {
  await server?.stop();
  await store?.close();
  await metadata?.remove();
  await rm(directory, { recursive: true, force: true });
});

const LINES = Array.from({ length: 60 }, (_, i) => `${USERS[i % 4]} ${USERS[i % 4]} bought ${i} things from the shop`);
const RIGHT = {
  template: '<who> <again> bought <count> things from the shop',
  slots: [
    { name: 'who', type: 'WORD' },
    { name: 'again', type: 'WORD' },
    { name: 'count', type: 'NUM' },
  ],
};

/** A project whose shop has written of four people, each in a way that the miner keeps apart. */
async function begin() {
  const tenant = await metadata.newTenant();
  const miner = createMiner();
  const write = async (lines: readonly string[], token: string): Promise<readonly TemplateId[]> => {
    const rows = lines.map((body, i) => {
      const time = NIGHT - HOUR + i * 1_000;
      return { time: BigInt(time) * 1_000_000n, body, template: miner.assign(shop, body, false, 9, time) };
    });
    const ids = rows.map(({ template }) => template);
    const templates = [...Map.groupBy(ids, (id) => id)].map(([id, { length }]) =>
      templateCount(NIGHT - HOUR, id, length),
    );
    const batch = logBatch(rows, {
      templates: miner.changed(),
      rollups: { metrics: [], spans: [], series: [], templates },
    });
    const appended = await store.tenant(tenant).append(batch, token);
    if (!appended.ok) throw new Error(appended.error.message);
    return ids;
  };
  const clock = createStillClock(NIGHT);
  const tools = { clock, chance: () => 0, url: server.url, timeoutSeconds: 60, maxConcurrent: 2, apiKey: undefined };
  const ask = createAskModel({
    db: metadata.db,
    clock,
    keys: createKeyRing(new Uint8Array(32).fill(9)),
    capsOf: async () => ({}),
    model: { model: createLanguageModel({ ...tools, name: 'named', protocol: 'openai' }) },
  });
  const run = () =>
    refineTemplates(tenant, { db: metadata.db, store, ask, signal: new AbortController().signal }, NIGHT);
  return { tenant, miner, write, run };
}

test('templates that a model says are one and code finds to be one are merged, found by every id, and can be taken apart', async () => {
  says = JSON.stringify(RIGHT);
  const { tenant, miner, write, run } = await begin();
  const before = new Set(await write(LINES, 'a'));
  expect(before.size).toBe(4);
  const { merged } = await run();
  expect(merged).toMatchObject([
    { text: '<*> <*> bought <NUM> things from the shop', held: { lines: 60, fitting: 60 } },
  ]);
  // Each person is a word of one template seen fewer than twenty times: no name left.
  expect(server.received.at(-1)!.prompt).toBe('{"lines":["<*> <*> bought <NUM> things from the shop"]}');
  const merge = merged[0]!;
  miner.setMerges([merge]);
  expect(new Set(await write(LINES, 'b'))).toEqual(new Set([merge.id]));
  const telemetry = store.tenant(tenant);
  const range = { from: NIGHT - DAY, to: NIGHT };
  const listed = await telemetry.selectTemplates({ range, limit: 10 });
  expect(listed).toMatchObject({ ok: true, value: [{ id: merge.id, countInRange: 120 }] });
  for (const id of before)
    expect(await telemetry.selectTemplate(id)).toMatchObject({ ok: true, value: { id: merge.id } });
  const undo = () => undoTemplateMerge(metadata.db, tenant, { id: merge.id, by: 'ada', now: NIGHT });
  const undone = await undo();
  expect(undone).toMatchObject({ ok: true, value: { undone: { by: 'ada', at: NIGHT } } });
  expect(await undo()).toMatchObject({ ok: false, error: { code: 'template-merge-not-found' } });
  miner.setMerges((await findTemplateRefinement(metadata.db, tenant)).refinement.merges);
  expect(new Set(await write(LINES, 'c'))).toEqual(before);
  for (const id of before) expect(await telemetry.selectTemplate(id)).toMatchObject({ ok: true, value: { id } });
  expect(await run()).toMatchObject({ asked: 0 });
}, 60_000);

test('what code refuses changes nothing, is kept with its reason, and is not asked again', async () => {
  says = JSON.stringify({ ...RIGHT, template: '<who> <again> bought <count> things from a shop' });
  const { tenant, write, run } = await begin();
  await write(LINES, 'a');
  expect(await run()).toEqual({ asked: 1, merged: [], refused: { G1: 1 } });
  const calls = await listModelCalls(metadata.db, tenant, { limit: 10 });
  expect(calls).toMatchObject({ ok: true, value: { items: [{ outcome: 'refused-by-checks', incident: '' }] } });
  expect(await run()).toMatchObject({ asked: 0 });
  const { refinement } = await findTemplateRefinement(metadata.db, tenant);
  expect(isRefinementDue(refinement, NIGHT)).toBe(false);
  expect(isRefinementDue(refinement, NIGHT + DAY - 2 * HOUR)).toBe(false);
  expect(isRefinementDue(refinement, NIGHT + DAY)).toBe(true);
}, 60_000);
