import type { AlertChannel } from '@foreshock/model/alert-channel.ts';
import type { DataTrust } from '@foreshock/model/data-trust.ts';
import type { IncidentId } from '@foreshock/model/incident.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, MINUTE } from '@foreshock/model/time.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { keepAlertChannel, noteChannelHealth, removeAlertChannel } from './alert-channels.ts';
import {
  CHANGES_KEPT_MS,
  type ChangePlace,
  forgetChanges,
  MAX_CHANGES_KEPT,
  placeAt,
  readChanges,
  readHead,
} from './changes.ts';
import { keepFindings } from './findings.ts';
import { acknowledgeIncident } from './incident-commands.ts';
import { giveVerdict } from './incident-verdicts.ts';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import { acknowledgePrediction, givePredictionFeedback } from './predictions.ts';
import { checkout, testFindings, testIncident, testPrediction } from './test-findings.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

async function changesAfter(tenant: TenantId, place: ChangePlace, limit = 1_000): Promise<string[]> {
  const read = await readChanges(metadata.db, tenant, place, limit);
  if (!read.ok) return [read.error.code];
  return read.value.map(({ sequence, kind, object, revision }) => `${sequence} ${kind} ${object} ${revision}`);
}

async function begin(): Promise<[TenantId, ChangePlace]> {
  const tenant = await metadata.newTenant();
  return [tenant, await readHead(metadata.db, tenant)];
}

const tick = (tenant: TenantId, minute: number, found: Parameters<typeof testFindings>[1]) =>
  keepFindings(metadata.db, tenant, testFindings(minute * MINUTE, found), undefined);

test('a tick, what it found and what people do are numbered in their order, each project by itself', async () => {
  const [tenant, start] = await begin();
  const [other, otherStart] = await begin();
  await tick(tenant, 1, { predictions: [testPrediction('prd_1')], incidents: [testIncident('inc_1')] });
  await tick(other, 1, {});
  await tick(tenant, 2, { predictions: [testPrediction('prd_1', { revision: 2 })] });
  await acknowledgePrediction(metadata.db, tenant, 'prd_1' as PredictionId, 'ana', 5);
  await acknowledgeIncident(metadata.db, tenant, 'inc_1' as IncidentId, { by: 'ana', note: '', now: 5 });
  await givePredictionFeedback(metadata.db, tenant, 'prd_1' as PredictionId, { by: 'b', useful: true, note: '' }, 6);
  expect(await changesAfter(tenant, start)).toEqual([
    '1 analysis 60000 60000',
    '2 prediction prd_1 1',
    '3 incident inc_1 3',
    '4 analysis 120000 120000',
    '5 prediction prd_1 2',
    '6 prediction prd_1 2',
    '7 incident inc_1 7',
    '8 prediction prd_1 2',
  ]);
  expect(await changesAfter(other, otherStart)).toEqual(['1 analysis 60000 60000']);
});

test('a channel is a change when it is made, begins or ceases to fail, and goes; not with each attempt', async () => {
  const { db } = metadata;
  const [tenant, start] = await begin();
  const channel: AlertChannel = {
    id: 'chn_1',
    name: 'hook',
    kind: 'webhook',
    settings: {},
    secrets: [],
    paused: false,
    createdBy: 'ana',
    createdAt: 1,
  };
  await keepAlertChannel(db, tenant, { channel, sealed: new Uint8Array(1) });
  const deliver = (now: number, error?: string) =>
    noteChannelHealth(db, tenant, 'chn_1', { isTest: false, now, ...(error !== undefined && { error }) });
  await deliver(1);
  await deliver(2, 'refused');
  await deliver(3, 'timed out');
  await deliver(4);
  await deliver(5);
  await removeAlertChannel(db, tenant, 'chn_1');
  const changes = [1, 2, 3, 4].map((sequence) => `${sequence} channel chn_1 ${sequence}`);
  expect(await changesAfter(tenant, start)).toEqual(changes);
});

test('a service that falls silent is a change of how much of the data is there; a tick without one is none', async () => {
  const [tenant, start] = await begin();
  const silent = [{ entity: checkout, name: 'checkout', since: 1 }];
  const trust = (time: number, of: DataTrust['silent']): DataTrust => ({
    time,
    share: 1,
    silent: of,
    reporting: 3,
    expected: 3,
  });
  await tick(tenant, 1, {});
  await tick(tenant, 2, { dataTrust: trust(2, silent) });
  await tick(tenant, 3, { dataTrust: trust(3, silent) });
  await tick(tenant, 4, {});
  const kinds = (await changesAfter(tenant, start)).map((line) => line.split(' ')[1]);
  expect(kinds.filter((kind) => kind === 'data-trust')).toHaveLength(2);
  expect(kinds.filter((kind) => kind === 'analysis')).toHaveLength(4);
});

test('what a filter looks at is as it was when the change was written, with what was before', async () => {
  const [tenant, start] = await begin();
  const { odds } = testPrediction('prd_1');
  await tick(tenant, 1, { predictions: [testPrediction('prd_1')] });
  const lower = { ...odds, probability: 0.1 };
  await tick(tenant, 2, { predictions: [testPrediction('prd_1', { revision: 2, state: 'withdrawn', odds: lower })] });
  const read = await readChanges(metadata.db, tenant, start, 10);
  const facts = read.ok ? read.value.filter(({ kind }) => kind === 'prediction').map((change) => change.facts) : [];
  expect(facts).toMatchObject([
    { state: 'active', probability: odds.probability, before: null },
    { state: 'withdrawn', probability: 0.1, before: { state: 'active', probability: odds.probability } },
  ]);
});

test('a row that is written again as it was is no change', async () => {
  const [tenant] = await begin();
  await tick(tenant, 1, { predictions: [testPrediction('prd_1')], incidents: [testIncident('inc_1')] });
  const place = await readHead(metadata.db, tenant);
  await tick(tenant, 2, { predictions: [testPrediction('prd_1')], incidents: [testIncident('inc_1')] });
  expect(await changesAfter(tenant, place)).toEqual([`${place.sequence + 1} analysis 120000 120000`]);
});

test('what fails leaves no number behind', async () => {
  const [tenant, start] = await begin();
  const broken = keepFindings(
    metadata.db,
    tenant,
    testFindings(MINUTE, { predictions: [testPrediction('prd_1')] }),
    undefined,
    [],
    async () => {
      throw new Error('no');
    },
  );
  await expect(broken).rejects.toThrow('no');
  expect(await changesAfter(tenant, start)).toEqual([]);
  await tick(tenant, 1, {});
  expect(await changesAfter(tenant, start)).toEqual(['1 analysis 60000 60000']);
});

test('who reads beside many writers sees every number once and in order', async () => {
  const [tenant, start] = await begin();
  await tick(tenant, 1, { incidents: [testIncident('inc_1')] });
  const seen: number[] = [];
  let place = start;
  const read = async (): Promise<void> => {
    const next = await readChanges(metadata.db, tenant, place, 3);
    if (!next.ok) throw new Error(next.error.message);
    for (const { sequence } of next.value) seen.push(sequence);
    place = { ...place, sequence: next.value.at(-1)?.sequence ?? place.sequence };
  };
  const writers = Array.from({ length: 30 }, (_, index) =>
    giveVerdict(metadata.db, tenant, 'inc_1' as IncidentId, { by: `p${index}`, says: 'real', now: index }),
  );
  for (let count = 0; count < 20; count += 1) await read();
  await Promise.all(writers);
  for (let count = 0; count < 20; count += 1) await read();
  const { sequence } = await readHead(metadata.db, tenant);
  expect(sequence).toBe(32);
  expect(seen).toEqual(Array.from({ length: sequence }, (_, index) => index + 1));
});

test('a place whose next change is forgotten, of another database, or of the future is expired', async () => {
  const [tenant, start] = await begin();
  await tick(tenant, 1, {});
  const head = await readHead(metadata.db, tenant);
  await forgetChanges(metadata.db, Date.now() + CHANGES_KEPT_MS - MINUTE);
  expect(await changesAfter(tenant, start)).toHaveLength(1);
  await forgetChanges(metadata.db, Date.now() + CHANGES_KEPT_MS + MINUTE);
  expect(await changesAfter(tenant, start)).toEqual(['resume-token-expired']);
  expect(await changesAfter(tenant, head)).toEqual([]);
  expect(await changesAfter(tenant, { ...head, epoch: 'other' })).toEqual(['resume-token-expired']);
  expect(await changesAfter(tenant, { ...head, sequence: head.sequence + 1 })).toEqual(['resume-token-expired']);
  await tick(tenant, 2, {});
  expect(await changesAfter(tenant, head)).toEqual(['2 analysis 120000 120000']);
});

test('the oldest of too many are forgotten', async () => {
  const [tenant, start] = await begin();
  await tick(tenant, 1, {});
  await metadata.db
    .updateTable('change_heads')
    .set({ sequence: MAX_CHANGES_KEPT })
    .where('tenant', '=', tenant)
    .execute();
  await tick(tenant, 2, {});
  await forgetChanges(metadata.db, 0);
  expect(await changesAfter(tenant, start)).toEqual(['resume-token-expired']);
  const place = { ...start, sequence: MAX_CHANGES_KEPT };
  expect(await changesAfter(tenant, place)).toEqual([`${MAX_CHANGES_KEPT + 1} analysis 120000 120000`]);
});

test('a time is the place before the first change that was written then', async () => {
  const [tenant, start] = await begin();
  await tick(tenant, 1, {});
  expect(await placeAt(metadata.db, tenant, Date.now() - DAY)).toEqual(start);
  expect(await placeAt(metadata.db, tenant, Date.now() + DAY)).toEqual(await readHead(metadata.db, tenant));
});
