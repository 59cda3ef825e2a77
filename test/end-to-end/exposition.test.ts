// Predictions and incidents as metrics: read with a key, read on loopback without one, and pushed over OTLP.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { type Platform, type SignedIn, START_WITHIN_MS, startPlatform } from '../support/platform.ts';
import { sendOtlp } from '../support/send-otlp.ts';
import { CART, logsOf, nanos } from '../support/shop-telemetry.ts';
import { until } from '../support/until.ts';

const WITHIN_MS = 90_000;

let platform: Platform;
let session: SignedIn;
let metricsPort: number;
const received: { readonly path: string; readonly authorization: string; readonly body: Buffer }[] = [];

/** A Collector as far as it goes here: takes everything and answers with an empty message. */
const collector = createServer((request, response) => {
  const parts: Buffer[] = [];
  request.on('data', (part: Buffer) => parts.push(part));
  request.on('end', () => {
    const authorization = request.headers.authorization ?? '';
    received.push({ path: request.url ?? '', authorization, body: Buffer.concat(parts) });
    response.writeHead(200, { 'content-type': 'application/x-protobuf' }).end();
  });
});

beforeAll(async () => {
  await new Promise<void>((resolve) => collector.listen(0, '127.0.0.1', resolve));
  metricsPort = await freePort();
  platform = await startPlatform({
    variables: {
      FORESHOCK_EXPOSITION_METRICS_PORT: String(metricsPort),
      FORESHOCK_EXPOSITION_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}`,
      FORESHOCK_EXPOSITION_OTLP_INTERVAL_SECONDS: '5',
    },
  });
  session = await platform.signIn();
  const record = { timeUnixNano: nanos(Date.now()), severityNumber: 9, body: 'a line' };
  await sendOtlp(platform.otlpHttp, 'logs', logsOf(CART, [record, record]));
  await until('the entity to be known', WITHIN_MS, async () => {
    return (await session.client('listEntities', {})).items.length > 0;
  });
}, START_WITHIN_MS + WITHIN_MS);

afterAll(async () => {
  await platform?.remove();
  collector.close();
});

test('metrics are there for a key and for nobody else, in the format that is asked for', async () => {
  const { secret } = await session.client('createApiKey', { name: 'prometheus' });
  const ask = (headers: Record<string, string>) => fetch(`${platform.origin}/metrics`, { headers });
  expect((await ask({})).status).toBe(401);
  const plain = await ask({ authorization: `Bearer ${secret}` });
  expect(plain.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
  const text = await plain.text();
  expect(text).toMatch(/^foreshock_ingest_accepted_total\{signal="logs"\} 2$/m);
  expect(text).toMatch(/^foreshock_incident_open\{severity="critical"\} 0$/m);
  const open = await ask({ authorization: `Bearer ${secret}`, accept: 'application/openmetrics-text; version=1.0.0' });
  expect(open.headers.get('content-type')).toMatch(/^application\/openmetrics-text/);
  expect(await open.text()).toMatch(/# EOF\n$/);
});

test('on loopback a port answers without a key, under no name of a stranger', async () => {
  const answer = await fetch(`http://127.0.0.1:${metricsPort}/metrics`);
  expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining('foreshock_incident_open')]);
  expect((await fetch(`http://127.0.0.1:${metricsPort}/other`)).status).toBe(404);
});

test('metrics and the change of a state reach a collector over OTLP', async () => {
  const [entity] = (await session.client('listEntities', {})).items;
  const declared = { title: 'cart is slow', severity: 'major' as const, entity: entity!.id };
  const { id } = await session.client('declareIncident', declared);
  await until('the metrics to arrive', WITHIN_MS, () => received.some(({ path }) => path === '/v1/metrics'));
  const body = received.find(({ path }) => path === '/v1/metrics')!.body;
  expect(body.toString('latin1')).toContain('foreshock.incident.open');
  await until('the incident to arrive', WITHIN_MS, () => received.some((each) => each.body.includes(id)));
  const logs = received.find((each) => each.body.includes(id))!;
  expect(logs.path).toBe('/v1/logs');
  expect(logs.body.includes('cart is slow')).toBe(true);
});
