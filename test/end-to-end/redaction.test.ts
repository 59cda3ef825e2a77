// Secrets by the public door in every place that OTLP has; then none of them in the stores, in any answer, in our own logs.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultRedactionSettings } from '@foreshock/model/redaction.ts';
import { encodeLogs } from '@foreshock/otlp/encode-logs.ts';
import { encodeMetrics } from '@foreshock/otlp/encode-metrics.ts';
import { encodeTraces } from '@foreshock/otlp/encode-traces.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Platform, type SignedIn, START_WITHIN_MS, startPlatform } from '../support/platform.ts';
import { postOtlp, sendOtlp } from '../support/send-otlp.ts';
import { bytesOfHex, CART, nanos, TRACE_ID } from '../support/shop-telemetry.ts';
import { until } from '../support/until.ts';

const STORED_WITHIN_MS = 60_000;

let platform: Platform;
let session: SignedIn;
const at = Math.floor(Date.now() / 60_000) * 60_000 - 2 * 60_000;

/** Every one differs, so that what is left says where it was. */
const sent: string[] = [];
function secret(): string {
  const number = String(sent.length).padStart(3, '0');
  const forms = [
    `leak${number}.person@example.org`,
    `gh${'p_'}Leak${number}${'a1B2'.repeat(8)}`,
    `203.0.113.${sent.length + 1}`,
  ];
  const value = forms[sent.length % forms.length]!;
  sent.push(value);
  return value;
}
function password(): string {
  const value = `pw-leak-${sent.length}-x7`;
  sent.push(value);
  return value;
}

function everyValue() {
  return {
    text: `for ${secret()}`,
    list: [secret(), `by ${secret()}`],
    map: { inner: secret(), deep: { password: password(), list: [secret()] } },
    bytes: new TextEncoder().encode(`bytes of ${secret()}`),
    'db.password': password(),
    [`key of ${secret()}`]: 1,
  };
}

const resource = () => ({ ...CART, 'deployment.owner': secret(), 'config.token': password(), team: [secret()] });

beforeAll(
  async () => {
    platform = await startPlatform({
      variables: { FORESHOCK_ANALYSIS_CLOSE_AFTER_SECONDS: '1', FORESHOCK_LOG_LEVEL: 'debug' },
    });
    session = await platform.signIn();
    const bodies = [
      `login of ${secret()} from ${secret()} with password=${password()}`,
      `{"msg":"login","user":{"email":"${secret()}"},"password":"${password()}"}`,
      `Error: no such user ${secret()}\n    at find (users.ts:12:3)\n    at ${secret()} (x.ts:1:1)`,
      everyValue(),
      [secret(), { password: password() }],
      new TextEncoder().encode(`raw ${secret()}`),
    ];
    const records = bodies.map((body) => ({
      timeUnixNano: nanos(at),
      severityNumber: 17,
      severityText: `ERROR ${secret()}`,
      eventName: `event.${secret()}`,
      body,
      attributes: everyValue(),
    }));
    const scope = () => ({ name: `scope ${secret()}`, version: `1 ${secret()}`, schemaUrl: `https://x/${secret()}` });
    await sendOtlp(
      platform.otlpHttp,
      'logs',
      encodeLogs([{ resource: resource(), scopes: [{ ...scope(), records }] }]),
    );
    const span = {
      traceId: bytesOfHex(TRACE_ID),
      spanId: bytesOfHex('a000000000000001'),
      traceState: `vendor=${secret()}`,
      name: `GET /users/${secret()}`,
      kind: 2,
      startTimeUnixNano: nanos(at),
      endTimeUnixNano: nanos(at + 50),
      statusCode: 2,
      statusMessage: `refused ${secret()}`,
      attributes: {
        ...everyValue(),
        'url.full': `https://ada:${password()}@shop/x?mail=${secret()}`,
        'server.address': secret(),
      },
      events: [
        {
          timeUnixNano: nanos(at),
          name: `exception ${secret()}`,
          attributes: {
            'exception.message': `for ${secret()}`,
            'exception.stacktrace': `Error\n at ${secret()}`,
            ...everyValue(),
          },
        },
      ],
      links: [{ traceId: bytesOfHex(TRACE_ID), spanId: bytesOfHex('a000000000000002'), attributes: everyValue() }],
    };
    await sendOtlp(
      platform.otlpHttp,
      'traces',
      encodeTraces([{ resource: resource(), scopes: [{ ...scope(), records: [span] }] }]),
    );
    const point = {
      timeUnixNano: nanos(at),
      value: 4_111_111_111_111_111,
      attributes: everyValue(),
      exemplars: [{ timeUnixNano: nanos(at), value: 2, attributes: everyValue() }],
    };
    const metric = {
      name: 'test.logins',
      description: `of ${secret()}`,
      unit: '1',
      type: 'gauge' as const,
      points: [point],
    };
    await sendOtlp(
      platform.otlpHttp,
      'metrics',
      encodeMetrics([{ resource: resource(), scopes: [{ ...scope(), records: [metric] }] }]),
    );
    // What is refused must not come back either, nor reach a log.
    const refused = await postOtlp(platform.otlpHttp, 'logs', `{"resourceLogs":"${secret()}"`, { json: true });
    expect(await refused.text()).not.toMatch(/leak/i);
    await until('all three signals to be stored', STORED_WITHIN_MS, async () => {
      const { signals } = await session.client('getStatus', {});
      return signals.every(({ records: count }) => count > 0);
    });
    await until('the minute to be analysed', STORED_WITHIN_MS, async () => {
      const { analysedUntil } = await session.client('getStatus', {});
      return analysedUntil !== null && Date.parse(analysedUntil) >= at + 60_000;
    });
  },
  START_WITHIN_MS + 2 * STORED_WITHIN_MS,
);

afterAll(async () => {
  await platform?.remove();
});

/** The values of which something is in the text; parts that all have in common are none. */
function leftIn(text: string): string[] {
  return sent.filter((value) => text.includes(value));
}

test('no answer of the API holds any of them, and every place still answers', async () => {
  const { client } = session;
  const range = { from: new Date(at - 60_000).toISOString(), to: new Date(at + 120_000).toISOString() };
  const logs = await client('searchLogs', { ...range, limit: 1000 });
  const trace = await client('getTrace', { traceId: TRACE_ID });
  const series = await client('listSeries', range);
  const answers = [
    logs,
    trace,
    series,
    await client('queryMetrics', { ...range, step: 'PT10S', series: series.items.map(({ id }) => id) }),
    await client('queryRequests', { ...range, byOperation: true }),
    await client('searchTraces', range),
    await client('listTemplates', range),
    await client('listEntities', {}),
    await client('getTopology', range),
    await client('listChanges', range),
    await client('listAnomalies', range),
    await client('listIncidents', {}),
    await client('getStatus', {}),
    await client('listTopValues', { ...range, field: 'attributes.text' }),
    await client('listTopValues', { ...range, field: 'resource.deployment.owner' }),
  ];
  expect(logs.items.length).toBeGreaterThanOrEqual(5);
  expect(trace.spans).toHaveLength(1);
  expect(leftIn(JSON.stringify(answers))).toEqual([]);
  expect(JSON.stringify(logs)).toMatch(/<EMAIL:[0-9a-f]{12}>.*<PASSWORD>/);
  expect(JSON.stringify(trace)).toMatch(/<API_KEY>/);
});

test('the number of a metric stays, though it is the number of a card', async () => {
  const range = { from: new Date(at).toISOString(), to: new Date(at + 60_000).toISOString() };
  const { items } = await session.client('listSeries', range);
  const [series] = items.filter(({ metric }) => metric === 'test.logins');
  const { items: answers } = await session.client('queryMetrics', { ...range, step: 'PT1M', series: [series!.id] });
  expect(answers[0]!.values).toContain(4_111_111_111_111_111);
});

test('what was replaced is counted by kind where refused records are', async () => {
  const { redacted } = await session.client('getStatus', {});
  const counts = new Map(redacted.map(({ kind, count }) => [kind, count]));
  for (const kind of ['EMAIL', 'API_KEY', 'IPV4', 'PASSWORD'] as const)
    expect(counts.get(kind), kind).toBeGreaterThan(3);
});

test('a preview on what is stored finds nothing more by the settings in force, and says what others would hide', async () => {
  const { client } = session;
  const { settings } = await client('getRedactionSettings', {});
  const same = await client('previewRedactionOnStored', { settings });
  expect(same.changed).toEqual({ records: 0, values: 0 });
  expect(same.searched).toMatchObject({ logs: 6, spans: 1 });
  expect(same.hidden.map(({ name }) => name)).toEqual(expect.arrayContaining(['EMAIL', 'API_KEY', 'IPV4', 'PASSWORD']));
  const more = {
    ...settings,
    fields: [{ name: 'k8s.pod.name', mode: 'drop' as const }],
    patterns: [{ name: 'LOGIN', pattern: 'log[a-z]n of', keyword: 'log', mode: 'drop' as const }],
  };
  const stricter = await client('previewRedactionOnStored', { settings: more });
  // The pod of 6 log records, of the span and of the series, and the first log record's words.
  expect(stricter.found).toEqual([
    { name: 'CUSTOM', values: 8 },
    { name: 'CUSTOM_LOGIN', values: 1 },
  ]);
  expect(stricter.changed).toEqual({ records: 8, values: 9 });
  const body = stricter.examples.find(({ where }) => where === 'body');
  expect(body).toMatchObject({ signal: 'logs', source: 'shop/cart' });
  expect(body?.text).toMatch(/^<CUSTOM_LOGIN> <EMAIL:[0-9a-f]{12}>/);
  const faulty = { ...settings, patterns: [{ name: 'X1', pattern: '(?<=a)b', keyword: '', mode: 'drop' as const }] };
  await expect(client('previewRedactionOnStored', { settings: faulty })).rejects.toThrow('patterns.0.pattern');
});

test('a change of the settings holds for the next record, without a restart, and only for this version', async () => {
  const { client } = session;
  const before = await client('getRedactionSettings', {});
  const settings = { ...before.settings, modes: { ...before.settings.modes, IPV4: 'keep' as const } };
  const preview = await client('previewRedaction', { lines: ['peer 198.51.100.7', 'idle'], settings });
  expect(preview.items.map(({ text, changed }) => [text, changed])).toEqual([
    ['peer 198.51.100.7', false],
    ['idle', false],
  ]);
  const now = await client('previewRedaction', { lines: ['peer 198.51.100.7'] });
  expect(now.items).toMatchObject([{ changed: true, found: [{ kind: 'IPV4', count: 1 }] }]);
  const kept = await client('updateRedactionSettings', { version: before.version, settings });
  expect(kept.version).toBe(before.version + 1);
  await expect(client('updateRedactionSettings', { version: before.version, settings })).rejects.toThrow('version');
  const record = { timeUnixNano: nanos(at), severityNumber: 9, body: 'peer 198.51.100.7 kept' };
  await sendOtlp(platform.otlpHttp, 'logs', encodeLogs([{ resource: CART, scopes: [{ records: [record] }] }]));
  const found = await until('the record', STORED_WITHIN_MS, async () => {
    const { items } = await client('searchLogs', { last: 'PT1H', text: 'kept', limit: 10 });
    return items.length > 0 && items;
  });
  expect(found[0]!.body).toBe('peer 198.51.100.7 kept');
  const faulty = { ...defaultRedactionSettings, allow: { keys: [], values: [], patterns: ['('] } };
  await expect(client('updateRedactionSettings', { version: kept.version, settings: faulty as never })).rejects.toThrow(
    'allow.patterns.0',
  );
});

test('neither our own log nor any file of the data directory holds any of them', async () => {
  expect(leftIn(platform.output())).toEqual([]);
  await platform.stop();
  expect(leftIn(platform.output())).toEqual([]);
  const files = readdirSync(platform.dataDirectory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  expect(files.length).toBeGreaterThan(10);
  const found = files.flatMap((file) => leftIn(readFileSync(file, 'latin1')).map((value) => `${value} in ${file}`));
  expect(found).toEqual([]);
});
