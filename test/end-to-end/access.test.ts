// Who gets in, and how everybody else is answered.
import { request } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Platform, type SignedIn, START_WITHIN_MS, startPlatform } from '../support/platform.ts';
import { postOtlp } from '../support/send-otlp.ts';
import { CART, logsOf, nanos } from '../support/shop-telemetry.ts';
import { until } from '../support/until.ts';

/** The promise for a revoked key; on one machine it takes milliseconds. */
const KNOWN_WITHIN_MS = 60_000;

let platform: Platform;
let first: SignedIn;

beforeAll(async () => {
  platform = await startPlatform();
  first = await platform.signIn();
}, START_WITHIN_MS);

afterAll(async () => {
  await platform?.remove();
});

const withSession = (path: string): Promise<Response> =>
  fetch(`${platform.origin}${path}`, { headers: { cookie: first.cookie } });

/** `fetch` sets the host itself. */
function statusUnderName(host: string, path: string): Promise<number> {
  const { hostname, port } = new URL(platform.origin);
  return new Promise((resolve, reject) => {
    request({ hostname, port, path, headers: { host, cookie: first.cookie } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode ?? 0);
    })
      .on('error', reject)
      .end();
  });
}

test('the printed link signs in once: the second use says that it has expired', async () => {
  const again = await fetch(platform.signInLink, { redirect: 'manual' });
  expect(again.status).toBe(303);
  expect(again.headers.get('location')).toBe('/?signIn=expired');
  expect(again.headers.get('set-cookie')).toBeNull();
});

test('a call without a session is refused with a problem that says what to do', async () => {
  for (const path of ['/api/v1/status', '/api/v1/predictions', '/api/v1/incidents/inc_1', '/api/v1/events']) {
    const answer = await fetch(`${platform.origin}${path}`);
    expect(answer.status, path).toBe(401);
    expect(answer.headers.get('content-type'), path).toMatch(/^application\/problem\+json/);
    expect(await answer.json(), path).toEqual({
      type: 'urn:foreshock:error:credential-missing',
      title: 'credential-missing',
      status: 401,
      detail: expect.stringMatching(/^no valid session: open the sign-in link/),
      code: 'credential-missing',
      retryable: false,
    });
  }
});

test('a made up session is no session', async () => {
  const answer = await fetch(`${platform.origin}/api/v1/status`, { headers: { cookie: 'foreshock_session=guess' } });
  expect(answer.status).toBe(401);
});

test('a name that is not of this machine is refused, so that no site can rebind its own name to it', async () => {
  expect(await statusUnderName('evil.example', '/api/v1/status')).toBe(404);
  expect(await statusUnderName('127.0.0.1.evil.example:8080', '/api/v1/status')).toBe(404);
  expect(await statusUnderName('localhost', '/api/v1/status')).toBe(200);
});

test('an unknown path of the API is a 404 problem, an unknown page is the dashboard', async () => {
  const api = await withSession('/api/v1/nothing');
  expect(api.status).toBe(404);
  expect(await api.json()).toMatchObject({ code: 'route-not-found' });
  const page = await withSession('/explore/logs?last=PT1H');
  expect(page.status).toBe(200);
  expect(await page.text()).toMatch(/<html/);
});

test('a path of the API under another method says with which methods it is answered', async () => {
  for (const method of ['DELETE', 'PUT', 'OPTIONS', 'TRACE', 'QUERY']) {
    const { status, allow, body } = await askedWith(method, '/api/v1/incidents/inc_1');
    expect([method, status, allow]).toEqual([method, 405, 'GET, HEAD']);
    expect(JSON.parse(body)).toMatchObject({ code: 'method-not-allowed' });
  }
});

/** By Node.js's own client: fetch sends no TRACE. */
function askedWith(method: string, path: string): Promise<{ status?: number; allow?: string; body: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(platform.origin);
    const asked = request({ hostname, port, method, path }, (answer) => {
      let body = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        body += chunk;
      });
      answer.on('end', () => resolve({ status: answer.statusCode!, allow: answer.headers.allow!, body }));
    });
    asked.on('error', reject).end();
  });
}

test('what a browser is allowed to do is said on every page', async () => {
  const { headers } = await withSession('/');
  expect(headers.get('content-security-policy')).toContain("default-src 'self'");
  expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  expect(headers.get('x-content-type-options')).toBe('nosniff');
});

test('wrong input is answered with the field and what was expected', async () => {
  const cases: [string, RegExp][] = [
    ['/api/v1/predictions?state=coming', /state has "coming": expected some of shadow, active/],
    ['/api/v1/predictions?limit=0', /^limit: /],
    ['/api/v1/anomalies?last=1h', /^last: /],
    ['/api/v1/anomalies?from=2026-11-22T03:14:00Z&to=2026-11-22T03:13:00Z', /it must be before to/],
    ['/api/v1/traces/xyz', /traceId: expected 32 hex digits/],
  ];
  for (const [path, detail] of cases) {
    const answer = await withSession(path);
    expect(answer.status, path).toBe(400);
    expect(await answer.json(), path).toMatchObject({ code: 'input-invalid', detail: expect.stringMatching(detail) });
  }
  const body = await fetch(`${platform.origin}/api/v1/logs:search`, {
    method: 'POST',
    headers: { cookie: first.cookie, 'content-type': 'application/json' },
    body: '{"text":',
  });
  expect(body.status).toBe(400);
  expect(await body.json()).toMatchObject({ code: 'input-invalid' });
});

test('a body that is no JSON by its type, or too large, is refused as such', async () => {
  const post = async (type: string, body: string): Promise<unknown> => {
    const headers = { cookie: first.cookie, 'content-type': type };
    const answer = await fetch(`${platform.origin}/api/v1/logs:search`, { method: 'POST', headers, body });
    return [answer.status, ((await answer.json()) as { code: string }).code];
  };
  expect(await post('application/x-www-form-urlencoded', 'text=a')).toEqual([400, 'content-type-unsupported']);
  expect(await post('text/plain', '{"text":"a"}')).toEqual([400, 'content-type-unsupported']);
  const tooLarge = JSON.stringify({ text: 'a'.repeat(1_100_000) });
  expect(await post('application/json', tooLarge)).toEqual([413, 'request-too-large']);
});

test('a page of another server on this machine cannot use the session', async () => {
  const call = (origin: string): Promise<Response> =>
    fetch(`${platform.origin}/api/v1/status`, { headers: { cookie: first.cookie, origin } });
  expect((await call('http://127.0.0.1:3000')).status).toBe(401);
  expect((await call('null')).status).toBe(401);
  expect((await call(platform.origin)).status).toBe(200);
});

test('what is not there is a 404 problem of its own code', async () => {
  const cases: [string, string][] = [
    ['/api/v1/predictions/prd_unknown', 'prediction-not-found'],
    ['/api/v1/incidents/inc_unknown', 'incident-not-found'],
    [`/api/v1/traces/${'0'.repeat(31)}1`, 'trace-not-found'],
  ];
  for (const [path, code] of cases) {
    const answer = await withSession(path);
    expect([answer.status, ((await answer.json()) as { code: string }).code], path).toEqual([404, code]);
  }
});

test('a key is let in from its creation to its revocation, and shows when it was used last', async () => {
  const { client } = first;
  const made = await client('createIngestKey', { name: 'collector', signals: ['logs'] });
  expect(made).toMatchObject({ name: 'collector', state: 'active', signals: ['logs'], lastUsedAt: null });
  let sent = 0;
  const statusOf = async (signal: 'logs' | 'traces'): Promise<number> => {
    sent += 1;
    const record = { timeUnixNano: nanos(Date.now()), severityNumber: 9, body: `line ${sent}` };
    return (await postOtlp(platform.otlpHttp, signal, logsOf(CART, [record]), { key: made.secret })).status;
  };
  await until('the gateway to know the key', KNOWN_WITHIN_MS, async () => (await statusOf('logs')) === 200);
  expect(await statusOf('traces')).toBe(403);
  await until('the use to be shown', KNOWN_WITHIN_MS, async () => {
    const { items } = await client('listIngestKeys', {});
    return items.some(({ id, lastUsedAt }) => id === made.id && lastUsedAt !== null);
  });
  expect(JSON.stringify(await client('listIngestKeys', {}))).not.toContain(made.secret);

  expect(await client('revokeIngestKey', { id: made.id })).toMatchObject({ state: 'revoked' });
  await until('the key to be refused', KNOWN_WITHIN_MS, async () => (await statusOf('logs')) === 401);
  const again = await client('revokeIngestKey', { id: made.id });
  expect(again).toMatchObject({ id: made.id, state: 'revoked' });
});

test('a key that is to end in the past, or that is not there, is told as such', async () => {
  const { client } = first;
  await expect(client('createIngestKey', { name: 'a', expiresAt: '2020-01-01T00:00:00Z' })).rejects.toThrow(
    /expiresAt is "2020-01-01T00:00:00Z": expected a time that is to come/,
  );
  await expect(client('createIngestKey', { name: ' ' })).rejects.toThrow(/^name: /);
  await expect(client('createIngestKey', { name: 'a', signals: [] })).rejects.toThrow(/^signals: /);
  await expect(client('revokeIngestKey', { id: 'key_none' })).rejects.toThrow(/no key has the id "key_none"/);
});

test('after signing out the session answers nothing any more', async () => {
  expect(await first.client('signOut', {})).toEqual({ ended: true });
  expect((await withSession('/api/v1/status')).status).toBe(401);
});
