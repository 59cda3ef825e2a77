// What came in, what of it is not stored and why, and rules that decide it: from the OTLP port to the answers.
import type { Client } from '@foreshock/contract/client.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Platform, START_WITHIN_MS, startPlatform } from '../support/platform.ts';
import { sendOtlp } from '../support/send-otlp.ts';
import { CART, logsOf, nanos, WEB } from '../support/shop-telemetry.ts';
import { until } from '../support/until.ts';

const WITHIN_MS = 120_000;
const HEALTH = { attributes: [{ key: 'url.path', operator: '=' as const, value: '/health' }] };

let platform: Platform;
let client: Client;

beforeAll(async () => {
  platform = await startPlatform();
  ({ client } = await platform.signIn());
}, START_WITHIN_MS);
afterAll(() => platform?.remove());

const line = (index: number, path: string, severityNumber = 9) => ({
  timeUnixNano: nanos(Date.now() + index),
  severityNumber,
  body: `request ${index} answered`,
  attributes: { 'url.path': path },
});

const send = (count: number, path: string, resource = CART) =>
  sendOtlp(
    platform.otlpHttp,
    'logs',
    logsOf(
      resource,
      Array.from({ length: count }, (_, index) => line(index, path)),
    ),
  );

const stored = async (path: string): Promise<number> =>
  (await client('countLogs', { filters: [{ field: 'attributes.url.path', operator: '=', value: path }] })).total;

async function receivedLogs(count: number) {
  return until(`${count} log records to be counted`, WITHIN_MS, async () => {
    const usage = await client('getDataUsage', { last: 'PT1H' });
    const logs = usage.signals.find(({ signal }) => signal === 'logs')!;
    return logs.received.records === count && usage;
  });
}

test('a preview says what a rule would take of the last hour, before it is kept', async () => {
  await send(60, '/health');
  await send(40, '/pay', WEB);
  await receivedLogs(100);
  await until('the lines to be stored', WITHIN_MS, async () => (await stored('/health')) === 60);
  const preview = await client('previewNoiseRule', { signal: 'logs', match: HEALTH, action: { kind: 'drop' } });
  expect(preview).toMatchObject({
    total: { records: 100 },
    matched: { records: 60 },
    gone: { records: 60 },
    errorsGone: 0,
    cited: { count: 0, days: 30 },
    cut: false,
  });
  expect(preview.gone.bytes / preview.total.bytes).toBeGreaterThan(0.55);
  expect(preview.examples[0]).toMatchObject({
    entity: { name: 'shop/cart' },
    text: 'request <NUM> answered',
    gone: 60,
  });
});

test('a rule holds from the next request on, and what it takes is counted by rule and source', async () => {
  const rule = await client('createNoiseRule', {
    name: 'health checks',
    signal: 'logs',
    match: HEALTH,
    action: { kind: 'drop' },
  });
  expect(rule).toMatchObject({ version: 1, changedBy: 'local', enabled: true });
  await send(30, '/health');
  await send(10, '/pay', WEB);
  const usage = await receivedLogs(140);
  expect(usage.reasons).toMatchObject([
    {
      signal: 'logs',
      kind: 'dropped',
      rule: { id: rule.id, name: 'health checks' },
      sources: ['shop/cart'],
      records: 30,
    },
  ]);
  expect(usage.sources.map(({ entity, notStored }) => [entity?.name, notStored.records])).toEqual([
    ['shop/cart', 30],
    ['shop/web', 0],
  ]);
  expect(usage.keys).toContainEqual({ signal: 'logs', key: 'url.path', values: 2, records: 110 });
  await until('the other lines to be stored', WITHIN_MS, async () => (await stored('/pay')) === 50);
  expect(await stored('/health')).toBe(60);
  // Templates are counted before rules take anything.
  const templates = (await client('listTemplates', {})).items;
  expect(templates.find(({ entity }) => entity.name === 'shop/cart')!.count).toBe(90);
});

test('a rule is changed and deleted from the version that was read', async () => {
  const [rule] = (await client('listNoiseRules', {})).items;
  const change = { name: 'health', signal: 'logs', match: HEALTH, action: { kind: 'sample', keepOneIn: 10 } } as const;
  const changed = await client('updateNoiseRule', { ...change, id: rule!.id, basedOn: 1 });
  expect(changed).toMatchObject({ version: 2, action: { kind: 'sample', keepOneIn: 10 } });
  await expect(client('deleteNoiseRule', { id: rule!.id, basedOn: 1 })).rejects.toMatchObject({
    problem: { code: 'state-conflict' },
  });
  await expect(client('updateNoiseRule', { ...change, id: 'nrl_none', basedOn: 1 })).rejects.toMatchObject({
    problem: { code: 'noise-rule-not-found' },
  });
  await client('deleteNoiseRule', { id: rule!.id, basedOn: 2 });
  expect((await client('listNoiseRules', {})).items).toEqual([]);
});

test('a rule that cannot be is refused with the field and the fix', async () => {
  const create = (signal: 'metrics' | 'traces', match: object, action: { kind: 'sample'; keepOneIn: number }) =>
    client('createNoiseRule', { name: 'x', signal, match, action });
  await expect(create('metrics', {}, { kind: 'sample', keepOneIn: 2 })).rejects.toThrow(
    'action.kind: sample is not for metrics; choose drop, drop-attributes, roll-up',
  );
  await expect(create('traces', { maxSeverity: 9 }, { kind: 'sample', keepOneIn: 2 })).rejects.toThrow(
    'match.maxSeverity',
  );
  await expect(create('traces', {}, { kind: 'sample', keepOneIn: 1 })).rejects.toThrow('action.keepOneIn');
});
