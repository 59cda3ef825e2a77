// Every operation x every role x two projects, by key: made from the catalogue, so that a new operation is in it.
import { catalog, type OperationName } from '@foreshock/contract/catalog.ts';
import { type Operation, routeOf } from '@foreshock/contract/operation.ts';
import { rpcMethods } from '@foreshock/contract/proto/rpc-methods.ts';
import { type Role, roles } from '@foreshock/model/role.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { createApiKey } from '@foreshock/server/store/metadata/api-keys.ts';
import { keepFindings } from '@foreshock/server/store/metadata/findings.ts';
import { createIngestKey } from '@foreshock/server/store/metadata/ingest-keys.ts';
import { OPENING_MS } from '@foreshock/server/store/metadata/open-test-metadata.ts';
import {
  testAnomaly,
  testFindings,
  testForecast,
  testIncident,
  testPrediction,
} from '@foreshock/server/store/metadata/test-findings.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createRpcClient, type RpcClient, takeChanges } from '../support/rpc-client.ts';
import { type ServedApi, serveTestApi } from './served-api.ts';

/** Hundreds of calls: on a busy machine they take their time. */
const MANY_CALLS_MS = 300_000;

let api: ServedApi;
let rpc: RpcClient;
const tenants: TenantId[] = [];
const keys = new Map<string, string>();

const canaryOf = (tenant: TenantId): string => `canary-in-${tenant}`;
const keyOf = (tenant: TenantId, role: Role): string => keys.get(`${tenant} ${role}`)!;

/** One of each kind of object that has an id, with the canary wherever a text may stand. */
async function plant(tenant: TenantId): Promise<void> {
  const canary = canaryOf(tenant);
  const now = Date.now();
  const findings = testFindings(now, {
    anomalies: [testAnomaly(`anm_${canary}`, now - 1_000, { measure: canary })],
    incidents: [testIncident(`inc_${canary}`, { title: canary, startedAt: now - 5_000, detectedAt: now - 4_000 })],
    predictions: [testPrediction(`prd_${canary}`, { issuedAt: now - 5_000, updatedAt: now - 5_000 })],
    ledger: [testForecast(`prd_${canary}`, 0.7)],
  });
  await keepFindings(api.db, tenant, findings, undefined);
  await createIngestKey(api.db, tenant, { name: canary, signals: ['logs'], createdBy: 'a' }, now);
  await createApiKey(api.db, tenant, { name: canary, role: 'viewer', createdBy: 'a' }, now);
}

beforeAll(async () => {
  api = await serveTestApi();
  rpc = createRpcClient(api.origin);
  for (let count = 0; count < 2; count += 1) {
    const tenant = await api.newTenant();
    tenants.push(tenant);
    for (const role of roles) keys.set(`${tenant} ${role}`, await api.keyOf(tenant, role));
    await plant(tenant);
  }
}, OPENING_MS);

afterAll(async () => {
  rpc?.close();
  await api?.remove();
});

/** Ids as they are in the project `of`, in every place where an operation takes one. */
function inputOf(name: OperationName, of: TenantId): Record<string, unknown> {
  const description: Operation = catalog[name];
  const isOfPredictions = routeOf(description).path.startsWith('/api/v1/predictions');
  return {
    ...('id' in description.input.shape && { id: `${isOfPredictions ? 'prd' : 'inc'}_${canaryOf(of)}` }),
    ...('prediction' in description.input.shape && { prediction: `prd_${canaryOf(of)}` }),
    ...('incident' in description.input.shape && { incident: `inc_${canaryOf(of)}` }),
  };
}

async function call(name: OperationName, input: Record<string, unknown>, key: string) {
  const { method, path, parameters } = routeOf(catalog[name]);
  const rest = new Map(Object.entries(input));
  const filled = parameters.reduce((text, parameter) => {
    const value = String(rest.get(parameter) ?? 'none');
    rest.delete(parameter);
    return text.replace(`{${parameter}}`, encodeURIComponent(value));
  }, path);
  const given = [...rest].map(([field, value]): [string, string] => [field, String(value)]);
  const query = method === 'GET' ? `?${new URLSearchParams(given)}` : '';
  const gone = new AbortController();
  const answer = await fetch(`${api.origin}${filled}${query}`, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(method === 'POST' && { 'content-type': 'application/json' }) },
    ...(method === 'POST' && { body: JSON.stringify(Object.fromEntries(rest)) }),
    signal: gone.signal,
  });
  const isStream = answer.headers.get('content-type') === 'text/event-stream';
  const body = isStream ? '' : await answer.text();
  gone.abort();
  return { status: answer.status, body };
}

const names = Object.keys(catalog) as OperationName[];

test(
  'an operation is refused to the roles below its own, and to no other',
  async () => {
    const rank = (role: Role): number => roles.indexOf(role);
    for (const name of names) {
      for (const role of roles) {
        // Ids of nobody: the role alone decides, and nothing is changed.
        const { status } = await call(name, {}, keyOf(tenants[0]!, role));
        const isRefused = status === 403;
        expect(isRefused, `${name} as ${role}: ${status}`).toBe(rank(role) < rank(catalog[name].role));
        expect([401, 500], `${name} as ${role}`).not.toContain(status);
      }
    }
  },
  MANY_CALLS_MS,
);

test(
  'no answer to one project holds a byte of the other, whatever ids are asked for',
  async () => {
    const [own, other] = tenants as [TenantId, TenantId];
    const seen: string[] = [];
    for (const name of names.filter((each) => catalog[each].kind === 'query')) {
      for (const role of roles) {
        const foreign = await call(name, inputOf(name, own), keyOf(other, role));
        // An error may repeat what was asked; what is there must not be told apart from what is not.
        const asked = JSON.stringify(inputOf(name, own)).match(/(prd|inc)_[\w-]+/g) ?? [];
        const told = asked.reduce((text, id) => text.replaceAll(id, ''), foreign.body);
        expect(told, `${name} as ${role}`).not.toContain(canaryOf(own));
        if (foreign.status !== 404 && role === 'admin') {
          const mine = await call(name, inputOf(name, own), keyOf(own, role));
          if (mine.body.includes(canaryOf(own))) seen.push(name);
        }
      }
    }
    // The canary is there to be seen: by its own project.
    expect(seen).toEqual(
      expect.arrayContaining(['listPredictions', 'listIncidents', 'listAnomalies', 'listLedger', 'listIngestKeys']),
    );
    expect(seen).toContain('listApiKeys');
  },
  MANY_CALLS_MS,
);

test(
  'what another project has is not there, and cannot be changed',
  async () => {
    const [own, other] = tenants as [TenantId, TenantId];
    const stateOf = async () => [
      (await call('getIncident', inputOf('getIncident', own), keyOf(own, 'admin'))).body,
      (await call('getPrediction', inputOf('getPrediction', own), keyOf(own, 'admin'))).body,
    ];
    const before = await stateOf();
    const commands = names.filter((each) => catalog[each].kind === 'command' && 'id' in catalog[each].input.shape);
    for (const name of commands) {
      const answer = await call(name, { ...inputOf(name, own), reason: 'x', note: 'x' }, keyOf(other, 'admin'));
      expect([400, 404], `${name}: ${answer.status} ${answer.body}`).toContain(answer.status);
    }
    const acts = ['acknowledgeIncident', 'resolveIncident', 'dismissIncident', 'acknowledgePrediction'] as const;
    for (const name of acts) {
      const answer = await call(name, { ...inputOf(name, own), reason: 'x' }, keyOf(other, 'admin'));
      expect(answer.status, name).toBe(404);
    }
    expect(await stateOf()).toEqual(before);
  },
  MANY_CALLS_MS,
);

test('an event of one project does not reach the stream of another', async () => {
  const [own, other] = tenants as [TenantId, TenantId];
  const gone = new AbortController();
  const open = (tenant: TenantId) =>
    fetch(`${api.origin}/api/v1/events`, {
      headers: { authorization: `Bearer ${keyOf(tenant, 'viewer')}` },
      signal: gone.signal,
    });
  const answer = await open(other);
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let said = '';
  for (const tenant of [own, other]) {
    const incidents = [testIncident(`inc_new-${canaryOf(tenant)}`)];
    await keepFindings(api.db, tenant, testFindings(Date.now() + 1, { incidents }), undefined);
  }
  while (!said.includes(`inc_new-${canaryOf(other)}`)) said += (await reader.read()).value ?? '';
  expect(said).not.toContain(canaryOf(own));
  gone.abort();
});

test('a key is refused from the moment it is revoked, and what it was is not told', async () => {
  const [own] = tenants as [TenantId];
  const secret = await api.keyOf(own, 'viewer', 'to revoke');
  expect((await call('getStatus', {}, secret)).status).toBe(200);
  const list = JSON.parse((await call('listApiKeys', {}, keyOf(own, 'admin'))).body) as {
    items: { id: string; name: string; lastUsedAt: string | null }[];
  };
  const key = list.items.find(({ name }) => name === 'to revoke')!;
  expect(key.lastUsedAt).not.toBeNull();
  expect((await call('revokeApiKey', { id: key.id }, keyOf(own, 'admin'))).status).toBe(200);
  expect((await call('getStatus', {}, secret)).status).toBe(401);
});

test('a write that is sent twice under one idempotency key is done once; a secret is never repeated', async () => {
  const [own] = tenants as [TenantId];
  const write = async (path: string, body: object, key: string) => {
    const answer = await fetch(`${api.origin}/api/v1/${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${keyOf(own, 'admin')}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
    });
    return { status: answer.status, body: await answer.text() };
  };
  const first = await write('tokens', { name: 'once' }, 'k1');
  expect(first.status).toBe(200);
  const again = await write('tokens', { name: 'once' }, 'k1');
  expect([again.status, again.body.includes('fsa_')]).toEqual([409, false]);
  const list = (await call('listApiKeys', {}, keyOf(own, 'admin'))).body;
  expect(list.match(/"once"/g)).toHaveLength(1);
  const path = `incidents/inc_${canaryOf(own)}/ack`;
  const done = await write(path, {}, 'k2');
  const repeated = await write(path, {}, 'k2');
  expect(JSON.parse(repeated.body)).toEqual(JSON.parse(done.body));
  expect((await write(path, { note: 'other' }, 'k2')).status).toBe(409);
  const kept = await api.db.selectFrom('idempotent_answers').select('answer').execute();
  expect(JSON.stringify(kept)).not.toContain('fsa_');
});

test('keys are in no line of the log', () => {
  expect(api.printed.join('\n')).not.toContain('fsa_');
});

const unaryMethods = Object.entries(rpcMethods).flatMap(([service, methods]) =>
  Object.entries(methods)
    .filter(([, operation]) => catalog[operation].kind !== 'watch')
    .map(([method, operation]) => ({ service, method, operation })),
);

test('gRPC asks for a key, and tells one project nothing of the other', async () => {
  const [own, other] = tenants as [TenantId, TenantId];
  const seen: string[] = [];
  const call = async (method: (typeof unaryMethods)[number], key: string): Promise<string> =>
    rpc.call(method.service, method.method, inputOf(method.operation, own), key).then(JSON.stringify, String);
  for (const method of unaryMethods) {
    const name = `${method.service}.${method.method}`;
    await expect(rpc.call(method.service, method.method, {}), name).rejects.toMatchObject({ code: UNAUTHENTICATED });
    for (const role of roles) {
      const foreign = (await call(method, keyOf(other, role))).replaceAll(/(prd|inc)_[\w-]+/g, '');
      expect(foreign, `${name} as ${role}`).not.toContain(canaryOf(own));
    }
    if ((await call(method, keyOf(own, 'viewer'))).includes(canaryOf(own))) seen.push(name);
  }
  expect(seen).toEqual(
    expect.arrayContaining(['Predictions.List', 'Predictions.Get', 'Incidents.List', 'Incidents.Get']),
  );
});

/** google.rpc.Code */
const INVALID_ARGUMENT = 3;
const NOT_FOUND = 5;
const OUT_OF_RANGE = 11;
const UNAUTHENTICATED = 16;

test('an error of gRPC has the code of its kind and names the field', async () => {
  const key = keyOf(tenants[0]!, 'viewer');
  const asked = rpc.call('Predictions', 'List', { limit: 5_000 }, key);
  const error = await asked.catch(
    (caught: unknown) => caught as { code: number; metadata: { get(name: string): unknown[] } },
  );
  expect(error).toMatchObject({ code: INVALID_ARGUMENT, details: expect.stringContaining('limit: ') });
  const details = String(
    (error as { metadata: { get(name: string): unknown[] } }).metadata.get('grpc-status-details-bin')[0],
  );
  for (const part of ['google.rpc.ErrorInfo', 'INPUT_INVALID', 'google.rpc.BadRequest', 'limit']) {
    expect(details).toContain(part);
  }
  await expect(rpc.call('Incidents', 'Get', { id: 'inc_none' }, key)).rejects.toMatchObject({ code: NOT_FOUND });
  const watched = takeChanges(rpc.watch('Incidents', { after: 'aaaaaaaaaaaa-1' }, key), 1);
  await expect(watched).rejects.toMatchObject({ code: OUT_OF_RANGE });
});

test('no field of an answer is lost on its way through protobuf', async () => {
  const [own] = tenants as [TenantId];
  const key = keyOf(own, 'viewer');
  for (const { service, method, operation } of unaryMethods) {
    const input = inputOf(operation, own);
    const byRest = await call(operation, input, key);
    const byConnect = await fetch(`${api.origin}/foreshock.v1.${service}/${method}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    const body = (await byConnect.json()) as unknown;
    expect(byConnect.ok, `${service}.${method}`).toBe(byRest.status === 200);
    if (byConnect.ok) expect(comparable(body), `${service}.${method}`).toEqual(comparable(JSON.parse(byRest.body)));
  }
});

/** The two forms of JSON differ in what is empty or absent, integers of 64 bits and digits of a time; times of the answer in now. */
function comparable(value: unknown): unknown {
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map(comparable);
  if (typeof value === 'object' && value !== null) {
    const fields = Object.entries(value).filter(([name]) => !/^(from|to|tookMs|watchFrom|days)$/.test(name));
    const kept = fields.map(([name, field]) => [name, comparable(field)] as const);
    return Object.fromEntries(kept.filter(([, field]) => field !== undefined));
  }
  const text = String(value ?? '');
  if (/^\d{4}-\d\d-\d\dT/.test(text)) return Date.parse(text);
  return ['', '0', 'false'].includes(text) ? undefined : text;
}

test('who watches by gRPC and comes back with its token is told each change once, in order', async () => {
  const [own] = tenants as [TenantId];
  const key = keyOf(own, 'viewer');
  const { watchFrom } = await rpc.call('Incidents', 'List', {}, key);
  const find = (...ids: string[]) => {
    const incidents = ids.map((id) => testIncident(`inc_${id}-watched`));
    return keepFindings(api.db, own, testFindings(Date.now() + 60_000 + ids.length, { incidents }), undefined);
  };
  await find('a', 'b', 'c');
  const first = rpc.watch('Incidents', { after: watchFrom }, key);
  const before = await takeChanges(first, 2);
  first.cancel();
  await find('d', 'e', 'f', 'g');
  const second = rpc.watch('Incidents', { after: before.token }, key);
  const after = await takeChanges(second, 5);
  second.cancel();
  const ids = [...before.seen, ...after.seen].map((line) => line.charAt('inc_'.length));
  expect(ids).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
});
