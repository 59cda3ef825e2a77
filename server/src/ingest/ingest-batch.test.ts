import type { NoiseRule, NoiseRuleId, NoiseSettings } from '@foreshock/model/noise-rule.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { SECOND } from '@foreshock/model/time.ts';
import { encodeLogs } from '@foreshock/otlp/encode-logs.ts';
import type { LogRecord } from '@foreshock/otlp/telemetry-to-send.ts';
import { expect, test } from 'vitest';
import { createDefaultRedactor } from '../redaction/default-redactor.ts';
import type { ReceivedRequest } from '../stream/telemetry-stream.ts';
import { createBatchTools, setNoise } from './batch-tools.ts';
import { prepareBatch } from './ingest-batch.ts';

const RECEIVED = Date.parse('2026-11-22T03:00:00Z');

const redactor = createDefaultRedactor(new Uint8Array(32));

function prepare(records: readonly LogRecord[], tools = createBatchTools(redactor)) {
  const body = encodeLogs([{ resource: { 'service.name': 'cart' }, scopes: [{ records }] }]);
  const request: ReceivedRequest = {
    tenant: 'default' as TenantId,
    signal: 'logs',
    format: 'protobuf',
    encoding: 'identity',
    receivedAt: RECEIVED,
    refused: 0,
    body,
  };
  const batch = prepareBatch(request, body, tools);
  if (!batch.ok) throw new Error(batch.error.message);
  return batch.value;
}

const line = (body: string, seconds = 0): LogRecord => ({
  timeUnixNano: BigInt(RECEIVED + seconds * SECOND) * 1_000_000n,
  severityNumber: 9,
  body,
});

test('a request becomes records, who they are about, their templates and their counts', () => {
  const batch = prepare([line('order 1 placed'), line('order 2 placed')]);
  expect(batch.columns.count).toBe(2);
  expect(batch.entities.map(({ name }) => name)).toEqual(['cart']);
  expect(batch.templates.map(({ text }) => text)).toEqual(['order <NUM> placed']);
  expect(new Set(batch.templateOfRow)).toEqual(new Set([batch.templates[0]!.id]));
  expect(batch.rollups.templates).toMatchObject([{ count: 2, template: batch.templates[0]!.id }]);
});

test('what an earlier request told is not told again', () => {
  const tools = createBatchTools(redactor);
  prepare([line('order 1 placed')], tools);
  const { entities, relations, changes } = prepare([line('order 2 placed')], tools);
  expect([entities, relations, changes]).toEqual([[], [], []]);
});

test('a sender whose clock is ahead is not seen in the future', () => {
  expect(prepare([line('order 1 placed', 3600)]).entities[0]!.lastSeen).toBe(RECEIVED);
});

test('what came when its minute was closed is counted, and neither what is in time nor what is history is', () => {
  const late = (...seconds: number[]) =>
    prepare(seconds.map((second) => line('order 1 placed', second))).intake.find(({ kind }) => kind === 'late')
      ?.records;
  // Received on the minute, 30 s after which the one before it is analysed.
  expect(late(0, -59, -60)).toBeUndefined();
  expect(late(-59, -61, -90, -3_600)).toBe(3);
  expect(late(-3_601, -86_400)).toBeUndefined();
});

test('a request without records is an empty batch', () => {
  expect(prepare([])).toMatchObject({ templateOfRow: [], events: [], templates: [] });
});

test('templates, entities and records are made of what is left after redaction', () => {
  const batch = prepare([line('login of ada@example.org from 203.0.113.7 with password=hunter2')]);
  const [template] = batch.templates;
  expect(template!.text).toMatch(/^login of <EMAIL:? ?<?\w+>?/);
  expect(JSON.stringify([batch.templates, batch.entities])).not.toMatch(/ada@|203\.0\.113|hunter2/);
});

const everything = { entities: [], templates: [], names: [], attributes: [], resource: [] };
const noise = (rule: Pick<NoiseRule, 'action' | 'signal'>): NoiseSettings => ({
  rules: [
    {
      id: 'nrl_1' as NoiseRuleId,
      name: 'less',
      enabled: true,
      match: everything,
      version: 1,
      changedAt: 0,
      changedBy: '',
      ...rule,
    },
  ],
  maxActiveSeries: 2,
});

test('what a rule drops is counted by rule and sender, and detection has counted it before', () => {
  const tools = createBatchTools(redactor);
  setNoise(tools, noise({ signal: 'logs', action: { kind: 'drop' } }));
  const batch = prepare([line('order 1 placed'), line('order 2 placed')], tools);
  expect(batch.columns.count).toBe(0);
  expect(batch.templateOfRow).toEqual([]);
  expect(batch.rollups.templates).toMatchObject([{ count: 2 }]);
  const [entity] = batch.entities;
  expect(batch.intake).toMatchObject([
    { entity: entity!.id, kind: 'received', reason: '', records: 2 },
    { entity: entity!.id, kind: 'dropped', reason: 'nrl_1', records: 2 },
  ]);
  expect(batch.intake[0]!.bytes).toBe(batch.intake[1]!.bytes);
});

test('lines that stand for others say for how many', () => {
  const tools = createBatchTools(redactor);
  const before = prepare([line('order 1 placed', -3600)], tools);
  setNoise(tools, noise({ signal: 'logs', action: { kind: 'deduplicate', full: 1, thenOneIn: 10 } }));
  const lines = Array.from({ length: 101 }, (_, index) => line(`order ${index} placed`));
  const batch = prepare(lines, tools);
  expect(batch.templateOfRow[0]).toBe(before.templateOfRow[0]);
  expect(batch.columns.count).toBe(11);
  expect(batch.weightOfRow!.reduce((sum, weight) => sum + weight, 0)).toBe(101);
  expect(batch.rollups.templates).toMatchObject([{ count: 101 }]);
});
