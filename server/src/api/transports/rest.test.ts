import { catalog, type OperationName } from '@foreshock/contract/catalog.ts';
import { type Operation, routeOf } from '@foreshock/contract/operation.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { afterEach, expect, test } from 'vitest';
import type { Caller } from '../caller.ts';
import type { Watched } from '../execute-operation.ts';
import { createRequestLimits } from '../request-limits.ts';
import { SESSION_COOKIE } from './find-caller.ts';
import { createRestServer, type RestTools } from './rest.ts';

const CALLER: Caller = {
  name: 'ana',
  role: 'admin',
  tenant: 'default' as TenantId,
  credential: 'c',
  session: 'secret',
};
const PROGRAM: Caller = { name: 'ci', role: 'viewer', tenant: 'default' as TenantId, credential: 'apk_1' };
const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function* told(): AsyncGenerator<Result<Watched<unknown>>> {
  yield success({ token: 'e-1', value: undefined });
  yield success({ token: 'e-2', value: { type: 'incident', id: 'inc_1', revision: 3 } });
}

/** What the transport hands over, beside the server. */
async function createServer(difference: Partial<RestTools> = {}) {
  const asked: [OperationName, unknown][] = [];
  const logged: unknown[] = [];
  const resumed: unknown[] = [];
  const { server, close } = await createRestServer({
    findCaller: async (secret) => (secret === 'secret' ? CALLER : undefined),
    findKeyCaller: async (key) =>
      key === 'fsa_good' ? { ok: true, value: PROGRAM } : failure('credential-unknown', 'no key is this one'),
    limits: createRequestLimits(3, { now: () => 0 }),
    metrics: async () => ({ ok: true, value: [] }),
    answerOnce: async (_request, work) => ({ answer: await work(), isReplay: false }),
    answer: async (name, input): Promise<Result<unknown>> => {
      asked.push([name, input]);
      return { ok: true, value: { items: [] } };
    },
    watch: async (name, input) => {
      resumed.push([name, input]);
      return success(told());
    },
    stalledReaders: { count: () => {}, wait: () => new Promise(() => {}) },
    redeemSignIn: async (token) =>
      token === 'good' ? { ok: true, value: 'secret' } : failure('credential-unknown', 'used'),
    hear: async (_kind, _channel, _headers, body) => (body === 'payload=%7B%7D' ? 200 : 401),
    isOwnName: (name) => name === 'localhost',
    ownName: 'localhost',
    logFault: (error) => {
      logged.push(error);
      return '7f3c9a1b';
    },
    version: '1',
    ...difference,
  });
  closing.push(close);
  return { server, asked, logged, resumed };
}

const cookies = { [SESSION_COOKIE]: 'secret' };

test('path, query and body become one input under the names of the operation', async () => {
  const { server, asked } = await createServer();
  await server.inject({ url: '/api/v1/predictions?limit=7&state=active', cookies });
  await server.inject({ method: 'POST', url: '/api/v1/predictions/prd_1/snooze', cookies, payload: { for: 'PT1H' } });
  await server.inject({ method: 'POST', url: '/api/v1/logs:search', cookies, payload: { text: 'a' } });
  await server.inject({ method: 'POST', url: '/api/v1/session:end', cookies });
  expect(asked).toEqual([
    ['listPredictions', { limit: '7', state: 'active' }],
    ['snoozePrediction', { id: 'prd_1', for: 'PT1H' }],
    ['searchLogs', { text: 'a' }],
    ['signOut', {}],
  ]);
});

test('every part of every path reaches its operation under its name', async () => {
  const { server, asked } = await createServer({ limits: createRequestLimits(1_000, { now: () => 0 }) });
  const operations = Object.values<Operation>(catalog).filter(({ kind }) => kind !== 'watch');
  for (const description of operations) {
    const { method, path, parameters } = routeOf(description);
    await server.inject({ method, url: path.replace(/\{(\w+)\}/g, 'the-$1'), cookies });
    const expected = Object.fromEntries(parameters.map((name) => [name, `the-${name}`]));
    expect(asked.at(-1)).toEqual([description.name, expected]);
  }
  expect(asked).toHaveLength(operations.length);
});

test('a path that is too long or cannot be decoded is a problem as every other', async () => {
  const { server } = await createServer();
  for (const id of ['x'.repeat(301), '%E0%A4%A']) {
    const answer = await server.inject({ url: `/api/v1/incidents/${id}`, cookies });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({ code: 'input-invalid', detail: expect.stringContaining('the path') });
  }
});

test('the id of the path wins over one in the body, which nobody has checked', async () => {
  const { server, asked } = await createServer();
  await server.inject({ method: 'POST', url: '/api/v1/predictions/prd_1/ack', cookies, payload: { id: 'prd_2' } });
  expect(asked).toEqual([['acknowledgePrediction', { id: 'prd_1' }]]);
});

test('an answer is never kept by a cache', async () => {
  const { server } = await createServer();
  const answer = await server.inject({ url: '/api/v1/status', cookies });
  expect(answer.headers['cache-control']).toBe('no-store');
});

test('a refusal is a problem with the status of its kind and says when to come again', async () => {
  const { server } = await createServer({ answer: async () => failure('store-unavailable', 'busy', 1_500) });
  const answer = await server.inject({ url: '/api/v1/status', cookies });
  expect(answer.statusCode).toBe(503);
  expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
  expect(answer.headers['retry-after']).toBe('2');
  expect(answer.json()).toMatchObject({ code: 'store-unavailable', retryable: true });
});

test('what throws is told by a reference alone', async () => {
  const { server, logged } = await createServer({
    answer: async () => {
      throw new Error('password of the database is 123');
    },
  });
  const answer = await server.inject({ url: '/api/v1/status', cookies });
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain('123');
  expect(answer.json()).toMatchObject({ reference: '7f3c9a1b', detail: expect.stringContaining('7f3c9a1b') });
  expect(String(logged[0])).toContain('password of the database');
});

test('a sign-in leads to a page of ours and nowhere else', async () => {
  const { server } = await createServer();
  const cases: [string, string][] = [
    ['/explore/logs?last=PT3H', '/explore/logs?last=PT3H'],
    ['//evil.example/', '/'],
    ['/\\evil.example', '/'],
    ['https://evil.example', '/'],
    ['javascript:alert(1)', '/'],
    ['', '/'],
  ];
  for (const [next, location] of cases) {
    const answer = await server.inject({ url: '/sign-in', query: { token: 'good', next } });
    expect([answer.statusCode, answer.headers.location], next).toEqual([303, location]);
  }
});

test('the session cookie is out of reach of scripts and other sites', async () => {
  const { server } = await createServer();
  const answer = await server.inject({ url: '/sign-in?token=good' });
  expect(answer.headers['set-cookie']).toBe('foreshock_session=secret; Path=/; HttpOnly; SameSite=Lax');
});

test('a link that was used sets no cookie and says so', async () => {
  const { server } = await createServer();
  const answer = await server.inject({ url: '/sign-in?token=used' });
  expect(answer.headers['set-cookie']).toBeUndefined();
  expect(answer.headers.location).toBe('/?signIn=expired');
});

test('a link with two tokens or two pages signs nobody in and breaks nothing', async () => {
  const { server, logged } = await createServer();
  const twice = await server.inject({ url: '/sign-in?token=good&token=good' });
  expect(twice.statusCode).toBe(303);
  const pages = await server.inject({ url: '/sign-in?token=good&next=/a&next=/b' });
  expect([pages.statusCode, pages.headers.location]).toEqual([303, '/']);
  expect(logged).toEqual([]);
});

test('another name of the machine gets nothing, not even the sign-in', async () => {
  const { server, asked } = await createServer();
  for (const url of ['/api/v1/status', '/sign-in?token=good', '/api/v1/openapi.json']) {
    const answer = await server.inject({ url, cookies, headers: { host: 'evil.example' } });
    expect([answer.statusCode, answer.headers['set-cookie']], url).toEqual([404, undefined]);
  }
  expect(asked).toEqual([]);
});

test('a page of another port has no session', async () => {
  const { server, asked } = await createServer();
  const from = async (origin: string): Promise<number> =>
    (await server.inject({ url: '/api/v1/status', cookies, headers: { host: 'localhost:8080', origin } })).statusCode;
  expect(await from('http://localhost:3000')).toBe(401);
  expect(await from('null')).toBe(401);
  expect(asked).toEqual([]);
  expect(await from('http://localhost:8080')).toBe(200);
});

test('a body that is no object is refused, and nothing throws', async () => {
  const { server, asked, logged } = await createServer();
  const post = async (payload: string, type = 'application/json'): Promise<number> =>
    (
      await server.inject({
        method: 'POST',
        url: '/api/v1/logs:search',
        cookies,
        headers: { 'content-type': type },
        payload,
      })
    ).statusCode;
  expect(await post('{"a":')).toBe(400);
  expect(await post('{"__proto__":{"a":1}}')).toBe(400);
  expect(await post('a', 'text/plain')).toBe(400);
  for (const other of ['null', '[null]', '1', '"text"']) expect(await post(other), other).toBe(400);
  expect(asked).toEqual([]);
  expect(logged).toEqual([]);
});

test('a stream begins at once; each event has the token to go on from, and a heartbeat moves it alone', async () => {
  const { server, resumed } = await createServer();
  const headers = { 'last-event-id': 'e-0' };
  const answer = await server.inject({ url: '/api/v1/events', cookies, headers });
  expect(answer.headers['content-type']).toBe('text/event-stream');
  expect(answer.body).toBe(
    'retry: 2000\n\nid: e-1\n\nid: e-2\ndata: {"type":"incident","id":"inc_1","revision":3}\n\n',
  );
  expect(resumed).toEqual([['watchEvents', { after: 'e-0' }]]);
});

test('a stream that cannot be gone on with is a problem before it begins', async () => {
  const { server } = await createServer({ watch: async () => failure('resume-token-expired', 'list again') });
  const answer = await server.inject({ url: '/api/v1/predictions:watch?after=e-9', cookies });
  expect([answer.statusCode, answer.json().code]).toEqual([410, 'resume-token-expired']);
});

test('a key is let in, is told what it has left, and is refused with a time when it has none', async () => {
  const { server, asked } = await createServer();
  const ask = (authorization: string) => server.inject({ url: '/api/v1/status', headers: { authorization } });
  const first = await ask('Bearer fsa_good');
  expect([first.statusCode, first.headers.ratelimit]).toEqual([200, '"key";r=2;t=20']);
  await ask('bearer  fsa_good');
  expect((await ask('Bearer fsa_good')).headers['x-ratelimit-remaining']).toBe('0');
  const refused = await ask('Bearer fsa_good');
  expect([refused.statusCode, refused.headers['retry-after'], refused.json().code]).toEqual([
    429,
    '20',
    'requests-too-many',
  ]);
  expect(asked).toHaveLength(3);
});

test('a key that is wrong is refused even beside a good cookie', async () => {
  const { server, asked } = await createServer();
  for (const authorization of ['Bearer fsa_bad', 'Basic YTpi', 'Bearer', 'Bearer a b']) {
    const answer = await server.inject({ url: '/api/v1/status', cookies, headers: { authorization } });
    expect([answer.statusCode, answer.headers['www-authenticate']], authorization).toEqual([
      401,
      'Bearer realm="foreshock"',
    ]);
  }
  expect(asked).toEqual([]);
});

test('who has the bytes already is answered without them', async () => {
  const { server } = await createServer();
  const first = await server.inject({ url: '/api/v1/status', cookies });
  const etag = String(first.headers.etag);
  expect(etag).toMatch(/^"[\w-]{27}"$/);
  for (const tag of [etag, `"x", W/${etag}`, '*']) {
    const again = await server.inject({ url: '/api/v1/status', cookies, headers: { 'if-none-match': tag } });
    expect([again.statusCode, again.body], tag).toEqual([304, '']);
  }
  const other = await server.inject({ url: '/api/v1/status', cookies, headers: { 'if-none-match': '"x"' } });
  expect([other.statusCode, other.body]).toEqual([200, '{"items":[]}']);
});

test('a list is a file for who accepts one', async () => {
  const { server } = await createServer();
  const answer = await server.inject({ url: '/api/v1/ledger', cookies, headers: { accept: 'text/csv' } });
  expect(answer.headers['content-type']).toMatch(/^text\/csv/);
  expect(answer.headers['content-disposition']).toBe('attachment; filename="listLedger.csv"');
  expect(answer.body).toBe('sequence,time,entry,previousHash,hash\r\n');
});

test('a write under a key is done through what remembers it, a question is not', async () => {
  const keys: string[] = [];
  const { server } = await createServer({
    answerOnce: async ({ key, description }) => {
      keys.push(`${description.name} ${key}`);
      return { answer: { ok: true, value: { before: true } }, isReplay: true };
    },
  });
  const headers = { 'idempotency-key': 'k1' };
  const written = await server.inject({ method: 'POST', url: '/api/v1/incidents/inc_1/ack', cookies, headers });
  expect([written.headers['idempotent-replayed'], written.json()]).toEqual(['true', { before: true }]);
  await server.inject({ url: '/api/v1/status', cookies, headers });
  const wrong = { 'idempotency-key': 'with space' };
  const refused = await server.inject({ method: 'POST', url: '/api/v1/incidents/inc_1/ack', cookies, headers: wrong });
  expect([refused.statusCode, refused.json().code]).toEqual([400, 'input-invalid']);
  expect(keys).toEqual(['acknowledgeIncident k1']);
});

test('what comes back from a channel is handed on as its bytes came, without a session', async () => {
  const { server } = await createServer();
  const post = (payload: string) =>
    server.inject({
      method: 'POST',
      url: '/hooks/slack/chn_a',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      payload,
    });
  expect([(await post('payload=%7B%7D')).statusCode, (await post('payload={}')).statusCode]).toEqual([200, 401]);
});
