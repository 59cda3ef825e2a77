import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { failure, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { textAt } from '@foreshock/model/text-column.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { encodeLogs } from '@foreshock/otlp/encode-logs.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createStillClock } from '../base/clock.ts';
import { createKeyRing } from '../base/crypto/key-ring.ts';
import { createLogger } from '../base/logger.ts';
import { createDefaultRedactor } from '../redaction/default-redactor.ts';
import { StoreConfig } from '../store/config.ts';
import { createTelemetryStore } from '../store/telemetry/create-telemetry-store.ts';
import type { TelemetryStore } from '../store/telemetry/telemetry-store.ts';
import type { Delivery, ReceivedRequest, StreamPosition } from '../stream/telemetry-stream.ts';
import { createBatchTools } from './batch-tools.ts';
import { prepareBatch } from './ingest-batch.ts';
import type { PreparedRequest } from './ingest-worker.ts';
import type { GroupInHand } from './insert-in-hand.ts';
import { openQuarantine, type Quarantine } from './quarantine/open-quarantine.ts';
import { retryQuarantined } from './retry-quarantined.ts';
import { type GroupTools, storeGroup } from './store-group.ts';

const NOW = Date.parse('2026-11-22T03:00:00Z');
const RANGE = { from: NOW - MINUTE, to: NOW + MINUTE };
const logger = createLogger({ level: 'silent', name: 'test', write: () => {} });
const running = new AbortController().signal;

let directory: string;
let store: TelemetryStore;
let tenants = 0;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'foreshock-group-'));
  const options = { directory: join(directory, 'store'), key: new Uint8Array(32), config: StoreConfig.parse({}) };
  const opened = await createTelemetryStore(options);
  if (!opened.ok) throw new Error(opened.error.message);
  store = opened.value;
});
afterAll(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

class Crash extends Error {}

/** Counts what is kept anywhere, and ends it between two of these steps, as a kill would. */
interface Steps {
  count: number;
  readonly crashAt: number;
  /** The store takes everything by now. */
  readonly healed?: boolean;
}

async function step<T>(steps: Steps, work: () => Promise<T>): Promise<T> {
  if (steps.count++ === steps.crashAt) throw new Crash();
  return work();
}

const PARTS = ['logs', 'template_counts', 'intake', 'entities', 'relations', 'templates', 'changes', 'events'];

/** The real store, whose second table never takes a line of poison: the first has it by then. */
function refusing(steps: Steps): TelemetryStore {
  return {
    close: async () => {},
    tenant: (id) => {
      const real = store.tenant(id);
      return {
        ...real,
        appendAll: (batches, token, missing) =>
          step(steps, async () => {
            const isGuilty =
              !steps.healed && batches.some(({ columns }) => columns.signal === 'logs' && hasPoison(columns));
            if (!isGuilty) return real.appendAll(batches, token, missing);
            const first = (missing ?? PARTS).filter((name) => name === 'logs');
            await real.appendAll(batches, token, first);
            const rest = (missing ?? PARTS).filter((name) => name !== 'logs');
            return { ...failure('telemetry-refused', 'poison'), missing: rest };
          }),
      };
    },
  };
}

function hasPoison({ count, body }: { readonly count: number; readonly body: Parameters<typeof textAt>[0] }): boolean {
  return Array.from({ length: count }, (_, row) => textAt(body, row)).some((text) => text.startsWith('poison'));
}

function groupOf(bodies: readonly string[], tenant: TenantId): Delivery[] {
  return bodies.map((body, index) => ({
    position: `p${index}` as StreamPosition,
    request: {
      tenant,
      signal: 'logs',
      format: 'protobuf',
      encoding: 'identity',
      receivedAt: NOW,
      refused: 0,
      body: encodeLogs([
        {
          resource: { 'service.name': `of-${index}` },
          scopes: [{ records: [{ timeUnixNano: BigInt(NOW) * 1_000_000n, severityNumber: 9, body }] }],
        },
      ]),
    },
  }));
}

/** A process that begins anew: what it learned is gone, what is on disk is there. */
function preparer(): GroupTools['preparer'] {
  const tools = createBatchTools(createDefaultRedactor(new Uint8Array(32)));
  const prepareOne = (request: ReceivedRequest): PreparedRequest => {
    const batch = prepareBatch(request, request.body, tools);
    return batch.ok ? { batch: batch.value, redacted: new Map() } : { refused: batch.error.code };
  };
  return { prepare: async (requests) => success(requests.map(prepareOne)), forget: () => {} };
}

async function openOwn(tenant: TenantId): Promise<Quarantine> {
  const keys = createKeyRing(new Uint8Array(32).fill(9));
  return openQuarantine({ directory: join(directory, tenant), keys, logger, maxBytes: 1e6 });
}

async function found(tenant: TenantId) {
  const telemetry = store.tenant(tenant);
  const logs = await telemetry.selectLogs({ range: RANGE, filters: [], text: '', limit: 100, order: 'oldest' });
  const rollups = await telemetry.selectRollups(RANGE);
  const intake = await telemetry.selectIntake({ range: RANGE, step: MINUTE });
  const topology = await telemetry.selectTopology(RANGE);
  if (!logs.ok || !rollups.ok || !intake.ok || !topology.ok) throw new Error('the store does not answer');
  return {
    bodies: logs.value.rows.map(({ body }) => body).sort(),
    counted: rollups.value.templates.reduce((sum, { count }) => sum + count, 0),
    received: intake.value.reduce((sum, { kind, records }) => sum + (kind === 'received' ? records : 0), 0),
    entities: topology.value.entities.size,
  };
}

async function run(group: readonly Delivery[], steps: Steps, before?: GroupInHand) {
  const quarantine = await openOwn(group[0]!.request.tenant);
  let hand = before;
  const tools: GroupTools = {
    store: refusing(steps),
    preparer: preparer(),
    quarantine: { ...quarantine, add: (...all) => step(steps, () => quarantine.add(...all)) },
    clock: createStillClock(NOW),
    logger,
    signal: running,
    refusalPauseMs: 0,
    saveInHand: (changed) =>
      step(steps, async () => {
        hand = changed;
      }),
    onPrepared: () => {},
    onSetAside: () => {},
  };
  const stored = await storeGroup(group, before, tools).catch((error: unknown) => {
    if (error instanceof Crash) return false;
    throw error;
  });
  return { stored, hand };
}

const BODIES = ['order 1', 'order 2', 'poison 3', 'order 4'];

test('killed between any two steps, a group with a request that the store never takes is stored once, and that one is set aside', {
  timeout: 240_000,
}, async () => {
  for (let crashAt = 0; ; crashAt++) {
    const tenant = `crash-${tenants++}` as TenantId;
    const group = groupOf(BODIES, tenant);
    const killed = await run(group, { count: 0, crashAt });
    const again = killed.stored ? killed : await run(group, { count: 0, crashAt: -1 }, killed.hand);
    expect(again.stored).toBe(true);
    const quarantine = await openOwn(tenant);
    const entries = quarantine.list();
    expect(
      entries.map(({ position, records }) => [position, records]),
      `crash at ${crashAt}`,
    ).toEqual([['p2', 1]]);
    const all = await found(tenant);
    // The first table had taken the poison when the second refused it; nothing is there twice, and all others are there.
    expect(
      all.bodies.filter((body) => body !== 'poison 3'),
      `crash at ${crashAt}`,
    ).toEqual(['order 1', 'order 2', 'order 4']);
    expect({ ...all, bodies: [] }, `crash at ${crashAt}`).toEqual({ bodies: [], counted: 3, received: 3, entities: 4 });
    // And when the store has learned to take it, it is whole and once as well.
    const healed = { store, preparer: preparer(), quarantine, logger, signal: running, saveInHand: async () => {} };
    expect(await retryQuarantined(entries[0]!, healed)).toBe('stored');
    expect(quarantine.list()).toEqual([]);
    expect(await found(tenant)).toEqual({ bodies: [...BODIES].sort(), counted: 4, received: 4, entities: 4 });
    if (killed.stored) break;
  }
  expect(tenants).toBeGreaterThan(12);
});

test('set aside, killed before that was noted, and taken after the restart: it is stored once and not set aside', async () => {
  for (let crashAt = 0; ; crashAt++) {
    const tenant = `healed-${crashAt}` as TenantId;
    const group = groupOf(['order 1', 'poison 2'], tenant);
    const killed = await run(group, { count: 0, crashAt });
    expect(killed.stored, 'there is such a moment').toBe(false);
    const isNoted = killed.hand?.aside.length !== 0;
    if (isNoted || (await openOwn(tenant)).list().length === 0) continue;
    await run(group, { count: 0, crashAt: -1, healed: true }, killed.hand);
    expect((await openOwn(tenant)).list()).toEqual([]);
    expect(await found(tenant)).toEqual({ bodies: ['order 1', 'poison 2'], counted: 2, received: 2, entities: 2 });
    break;
  }
});

test('of two projects in a group, the one whose requests are refused does not hold up the other', async () => {
  const bad = groupOf(['poison 1'], 'bad' as TenantId);
  const good = groupOf(['order 1', 'order 2'], 'good' as TenantId).map((delivery, index) => ({
    ...delivery,
    position: `q${index}` as StreamPosition,
  }));
  expect((await run([...bad, ...good], { count: 0, crashAt: -1 })).stored).toBe(true);
  expect((await found('good' as TenantId)).bodies).toEqual(['order 1', 'order 2']);
  expect((await openOwn('bad' as TenantId)).list().map(({ reason }) => reason.message)).toEqual(['poison']);
});

test('what cannot be decoded any more is set aside whole, and the rest is stored', async () => {
  const tenant = 'garbled' as TenantId;
  const [first, second] = groupOf(['order 1', 'order 2'], tenant);
  const garbled = { ...second!, request: { ...second!.request, body: Buffer.from('not OTLP at all') } };
  expect((await run([first!, garbled], { count: 0, crashAt: -1 })).stored).toBe(true);
  expect((await found(tenant)).bodies).toEqual(['order 1']);
  const [entry] = (await openOwn(tenant)).list();
  expect(entry).toMatchObject({ position: 'p1', reason: { code: 'request-malformed' } });
  expect(entry?.records).toBeUndefined();
});

test('a retry that is refused again stays with one more try and is nowhere twice afterwards', async () => {
  const tenant = 'again' as TenantId;
  await run(groupOf(BODIES, tenant), { count: 0, crashAt: -1 });
  const quarantine = await openOwn(tenant);
  const still = { count: 0, crashAt: -1 };
  const tools = { preparer: preparer(), quarantine, logger, signal: running, saveInHand: async () => {} };
  expect(await retryQuarantined(quarantine.list()[0]!, { ...tools, store: refusing(still) })).toBe('refused');
  expect(quarantine.list()).toMatchObject([{ retries: 1, reason: { message: 'poison' } }]);
  expect(await retryQuarantined(quarantine.list()[0]!, { ...tools, store })).toBe('stored');
  expect((await found(tenant)).bodies).toEqual([...BODIES].sort());
});
