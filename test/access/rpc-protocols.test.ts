// The library's own clients of Connect, gRPC-Web and gRPC against the served API: each protocol asks, is refused, and watches.
import { type Client, Code, ConnectError, createClient, type Transport } from '@connectrpc/connect';
import { createConnectTransport, createGrpcTransport, createGrpcWebTransport } from '@connectrpc/connect-node';
import { apiSchema } from '@foreshock/contract/proto/api-schema.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { describeFiles } from '@foreshock/server/api/transports/grpc/file-descriptor.ts';
import { errorDetailsSchema } from '@foreshock/server/api/transports/grpc/reflection-schema.ts';
import { keepFindings } from '@foreshock/server/store/metadata/findings.ts';
import { OPENING_MS } from '@foreshock/server/store/metadata/open-test-metadata.ts';
import { testFindings, testIncident } from '@foreshock/server/store/metadata/test-findings.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedApi, serveTestApi } from './served-api.ts';

const registry = describeFiles([apiSchema, errorDetailsSchema]);
const Incidents = registry.getService('foreshock.v1.Incidents')!;

let api: ServedApi;
let tenant: TenantId;
let key: string;

beforeAll(async () => {
  api = await serveTestApi();
  tenant = await api.newTenant();
  key = await api.keyOf(tenant, 'viewer');
  await find('first');
}, OPENING_MS);

afterAll(() => api?.remove());

const incidents = new Map<string, number>();

async function find(name: string): Promise<void> {
  incidents.set(name, incidents.size);
  const found = [testIncident(`inc_${name}`, { startedAt: Date.now() - 5_000 })];
  await keepFindings(api.db, tenant, testFindings(Date.now() + incidents.size, { incidents: found }), undefined);
}

const transports: readonly [string, (baseUrl: string) => Transport][] = [
  ['Connect with JSON over HTTP/1.1', (baseUrl) => createConnectTransport({ baseUrl, httpVersion: '1.1' })],
  [
    'Connect with protobuf over HTTP/2',
    (baseUrl) => createConnectTransport({ baseUrl, httpVersion: '2', useBinaryFormat: true }),
  ],
  ['gRPC-Web over HTTP/1.1', (baseUrl) => createGrpcWebTransport({ baseUrl, httpVersion: '1.1' })],
  [
    'gRPC-Web with JSON over HTTP/2',
    (baseUrl) => createGrpcWebTransport({ baseUrl, httpVersion: '2', useBinaryFormat: false }),
  ],
  ['gRPC over HTTP/2', (baseUrl) => createGrpcTransport({ baseUrl })],
];

interface Listed {
  readonly items: readonly { readonly id: string }[];
  readonly watchFrom: string;
}

interface Watched {
  readonly resumeToken: string;
  readonly change?: { readonly id: string };
}

/** The methods as they are called here. The library's types are for services that are known when it is compiled. */
interface IncidentsClient {
  list(input: object, options: object): Promise<Listed>;
  watch(input: object, options: object): AsyncIterable<Watched>;
}

for (const [name, transportOf] of transports) {
  const connect = (): IncidentsClient =>
    // The cast holds: the service has these methods, as the test of all fields shows.
    createClient(Incidents, transportOf(api.origin)) as Client<typeof Incidents> as unknown as IncidentsClient;
  const withKey = () => ({ headers: { authorization: `Bearer ${key}` } });

  test(`${name}: a list has what is stored`, async () => {
    const { items } = await connect().list({}, withKey());
    expect(items.map(({ id }) => id)).toContain('inc_first');
  });

  test(`${name}: a refusal has its code, and names the field that is wrong`, async () => {
    const client = connect();
    const nobody = await client.list({}, {}).catch(ConnectError.from);
    expect(nobody).toMatchObject({ code: Code.Unauthenticated });
    const wrong = await client.list({ limit: 5_000 }, withKey()).catch(ConnectError.from);
    expect(wrong).toMatchObject({ code: Code.InvalidArgument, rawMessage: expect.stringContaining('limit: ') });
    const [detail] = (wrong as ConnectError).findDetails(registry.getMessage('google.rpc.BadRequest')!);
    expect(detail).toMatchObject({ fieldViolations: [{ field: 'limit' }] });
  });

  test(`${name}: a watcher that goes on from its token is told what came since, and no more`, async () => {
    const client = connect();
    const { watchFrom } = await client.list({}, withKey());
    const names = ['a', 'b', 'c'].map((letter) => `${letter}-${incidents.size}`);
    for (const one of names) await find(one);
    const before = await take(client.watch({ after: watchFrom }, withKey()), 1);
    const after = await take(client.watch({ after: before.token }, withKey()), 2);
    expect([...before.told, ...after.told]).toEqual(names.map((one) => `inc_${one}`));
  });
}

/** Ids of the next changes, and the token after them; ends the stream. */
async function take(stream: AsyncIterable<Watched>, count: number): Promise<{ told: string[]; token: string }> {
  const told: string[] = [];
  let token = '';
  for await (const { change, resumeToken } of stream) {
    token = resumeToken;
    if (change) told.push(change.id);
    if (told.length === count) break;
  }
  return { told, token };
}
