// The command line against the served API: what it prints, how it ends, and what it refuses.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { commands, runCli } from '@foreshock/server/cli/run-cli.ts';
import { listAudit } from '@foreshock/server/store/metadata/audit.ts';
import { createDrill } from '@foreshock/server/store/metadata/drills.ts';
import { keepFindings } from '@foreshock/server/store/metadata/findings.ts';
import { OPENING_MS } from '@foreshock/server/store/metadata/open-test-metadata.ts';
import { createSignInToken } from '@foreshock/server/store/metadata/sessions.ts';
import { testFindings, testIncident, testPrediction } from '@foreshock/server/store/metadata/test-findings.ts';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedApi, serveTestApi } from './served-api.ts';

const COMMAND_LINE = fileURLToPath(new URL('../../server/src/command-line.ts', import.meta.url));

let api: ServedApi;
let tenant: TenantId;
let key: string;

beforeAll(async () => {
  api = await serveTestApi();
  tenant = await api.newTenant();
  key = await api.keyOf(tenant, 'admin');
  const incidents = [testIncident('inc_one', { title: 'cart is slow\u001b[2J', startedAt: Date.now() - 5_000 })];
  const predictions = [testPrediction('prd_one')];
  await keepFindings(api.db, tenant, testFindings(Date.now(), { incidents, predictions }), undefined);
}, OPENING_MS);

afterAll(() => api?.remove());

async function run(
  argv: readonly string[],
  files: Readonly<Record<string, string>> = {},
  secret: string | null = key,
  variables: Readonly<Record<string, string>> = {},
) {
  const printed: string[] = [];
  const complained: string[] = [];
  const environment = {
    ...variables,
    FORESHOCK_URL: api.origin,
    ...(secret !== null && { FORESHOCK_API_KEY: secret }),
  };
  const tools = {
    environment,
    readText: (path: string) => files[path],
    print: (line: string) => void printed.push(line),
    complain: (line: string) => void complained.push(line),
  };
  const code = await runCli(argv, tools, new AbortController().signal);
  return { code, out: printed.join('\n'), errors: complained.join('\n') };
}

test('incidents are listed, acknowledged and resolved, and no text steers the terminal', async () => {
  const listed = await run(['incidents', 'list']);
  expect([listed.code, listed.out]).toEqual([0, expect.stringMatching(/inc_one +open +major .*cart is slow\[2J/)]);
  expect(listed.out).not.toContain('\u001b');
  expect((await run(['incidents', 'ack', 'inc_one', '--note', 'on it'])).out).toContain('acknowledged');
  const json = await run(['incidents', 'get', 'inc_one', '--json']);
  expect(JSON.parse(json.out)).toMatchObject({ id: 'inc_one', acknowledgedBy: 'admin of tenant-1' });
  expect((await run(['explain', 'inc_one'])).code).toBe(0);
});

test('an incident and a prediction are snoozed, and the end is printed', async () => {
  const snooze = (...argv: string[]) => run([...argv]);
  const day = await snooze('incidents', 'snooze', 'inc_one', '--until', '09:00', '--time-zone', 'Europe/Berlin');
  expect([day.code, day.out]).toEqual([0, expect.stringMatching(/until \d{4}-\d\d-\d\dT0[78]:00:00.000Z, unless/)]);
  const odds = await snooze('predictions', 'snooze', 'prd_one', '--until-odds', '95');
  expect([odds.code, odds.out]).toEqual([0, expect.stringContaining('until the odds reach 95 %, at the latest 20')]);
  expect(await snooze('predictions', 'snooze', 'prd_one')).toMatchObject({
    code: 1,
    errors: expect.stringContaining('give one end of the snooze'),
  });
  expect((await run(['predictions', 'ack', 'prd_one', '--json'])).out).toContain('"acknowledgedBy": "admin of');
});

test('every command says what it needs, or runs', async () => {
  for (const { name, words } of commands) {
    if (words > 0) {
      const { code, errors } = await run(name.split(' '));
      expect([name, code, errors]).toEqual([name, 2, expect.stringContaining(`usage: foreshock ${name}`)]);
    } else if (!name.endsWith(' watch')) {
      const { code, errors } = await run(name.split(' '));
      expect([name, code, errors]).toEqual([name, 0, '']);
    }
  }
});

test('what goes wrong has its exit code and a reason', async () => {
  const check = async (argv: string[], code: number, reason: RegExp, secret?: string | null) =>
    expect(await run(argv, {}, secret), argv.join(' ')).toMatchObject({ code, errors: expect.stringMatching(reason) });
  await check(['nonsense'], 2, /no such command: nonsense/);
  await check(['incidents', 'list', '--colour', 'red'], 2, /no flag --colour/);
  await check(['incidents', 'get', 'inc_none'], 1, /^incident-not-found: /);
  await check(['status'], 1, /no API key/, null);
  await check(['status'], 1, /^credential-unknown: /, 'fsa_wrong');
  await check(['status', '--url', 'http://127.0.0.1:59999'], 1, /cannot reach the program: ECONNREFUSED/);
  await check(['completion', 'tcsh'], 2, /expected bash, zsh, fish/);
});

test('the first key is made with the sign-in link, and the link works once', async () => {
  const identity = { tenant, person: 'local', role: 'admin' };
  const token = await createSignInToken(api.db, identity, Date.now() + 60_000);
  const argv = ['token', 'create', 'ci', '--role', 'responder', '--link', `${api.origin}/sign-in?token=${token}`];
  const made = await run(argv, {}, null);
  expect([made.code, made.out]).toEqual([0, expect.stringMatching(/^fsa_[\w-]{49}$/)]);
  expect(await run(argv, {}, null)).toMatchObject({ code: 1, errors: expect.stringContaining('was used') });
  expect((await run(['status'], {}, made.out)).code).toBe(0);
  expect(await run(['token', 'list'], {}, made.out)).toMatchObject({
    code: 1,
    errors: expect.stringContaining('role-insufficient'),
  });
});

const CONFIG = `
channels:
  - name: the team
    kind: webhook
    settings: { url: https://hooks.invalid/foreshock }
    secrets: { secret: env:TEAM_SECRET }
routes:
  - { id: shop, name: shop, most: notify, channels: [the team], fallback: the team }
rotas:
  - { id: nights, name: nights, startsAt: 2026-11-02T09:00:00Z, people: [{ name: ana }] }
maintenance:
  - { id: move, name: move, from: 2026-12-01T00:00:00Z, to: 2026-12-01T02:00:00Z }
noise:
  - { name: health checks, signal: traces, match: { names: [GET /healthz] }, action: { kind: drop } }
quota: { recordsPerSecond: 5000 }
`;
const SECRET = `whsec_${'c2VjcmV0'.repeat(4)}`;

test('a file of configuration is applied once, and what is exported is as the file says', async () => {
  const own = await api.keyOf(await api.newTenant(), 'admin');
  const files: Record<string, string> = { 'foreshock.yaml': CONFIG };
  const call = (argv: string[], environment = {}) => run(argv, files, own, environment);
  expect(await call(['config', 'check', 'foreshock.yaml'])).toMatchObject({ code: 0 });
  const diff = await call(['config', 'diff', 'foreshock.yaml']);
  const added = [
    'channel "the team"',
    'route "shop"',
    'rota "nights"',
    'maintenance "move"',
    'noise rule "health checks"',
  ];
  expect([diff.code, diff.out.split('\n')]).toEqual([3, [...added.map((one) => `add ${one}`), 'change quota']]);
  const refused = await call(['config', 'apply', 'foreshock.yaml']);
  expect(refused.code).toBe(1);
  expect(refused.out).toContain(
    'NOT done: add channel "the team": channels: "the team": secrets.secret: env:TEAM_SECRET is not set',
  );
  expect(refused.out).toContain('NOT done: add route "shop": routes: "shop": there is no channel "the team"');
  expect(refused.out).toContain('done: change quota');
  const applied = await call(['config', 'apply', 'foreshock.yaml'], { TEAM_SECRET: SECRET });
  expect([applied.code, applied.out]).toEqual([
    0,
    added
      .slice(0, 4)
      .map((one) => `done: add ${one}`)
      .join('\n'),
  ]);
  expect(await call(['config', 'apply', 'foreshock.yaml'])).toMatchObject({ code: 0, out: 'as the file says' });

  const exported = await call(['config', 'export']);
  expect(exported.out).toContain('env:FORESHOCK_THE_TEAM_SECRET');
  files['exported.yaml'] = exported.out;
  files['exported.json'] = (await call(['config', 'export', '--json'])).out;
  for (const file of ['exported.yaml', 'exported.json', 'foreshock.yaml']) {
    expect(await call(['config', 'check', file]), file).toMatchObject({ code: 0 });
    expect(await call(['config', 'diff', file]), file).toMatchObject({ code: 0, out: 'as the file says' });
  }
  for (const { out } of [diff, refused, applied, exported]) expect(out).not.toContain(SECRET);
});

test('a file deletes what a file made and nothing else, and only when it is told to', async () => {
  const rule = (name: string) => `{ name: ${name}, signal: traces, match: { names: [x] }, action: { kind: drop } }`;
  const files: Record<string, string> = {
    'first.yaml': `noise: [${rule('ours')}]`,
    'second.yaml': 'noise: []',
    'adopts.yaml': `noise: [${rule('by hand')}]`,
  };
  const call = (argv: string[]) => run(argv, files);
  const body = JSON.stringify({ name: 'by hand', signal: 'traces', match: { names: ['x'] }, action: { kind: 'drop' } });
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  await fetch(`${api.origin}/api/v1/noise-rules`, { method: 'POST', headers, body });
  await call(['config', 'apply', 'first.yaml']);
  expect(await call(['config', 'diff', 'second.yaml'])).toMatchObject({
    code: 0,
    out: 'as the file says\nleft: delete noise rule "ours" only with --delete-others',
  });
  expect(await call(['config', 'apply', 'second.yaml', '--delete-others'])).toMatchObject({
    code: 0,
    out: 'done: delete noise rule "ours"',
  });
  expect((await call(['config', 'diff', 'second.yaml', '--delete-others'])).out).toBe('as the file says');
  await call(['config', 'apply', 'adopts.yaml']);
  expect((await call(['config', 'diff', 'second.yaml', '--delete-others'])).out).toBe('delete noise rule "by hand"');
  expect(await call(['status', '--delete-others'])).toMatchObject({ code: 2 });
});

test('a file with faults says all of them with their places, and a secret in it is one', async () => {
  const files = {
    'bad.json': '{"noise":[{"name":"x"}],"colour":1}',
    'secret.yaml': 'channels: [{ name: a, kind: slack, secrets: { botToken: xoxb-1 } }]',
    'twice.yaml':
      'slos: [{ name: a, entity: b, objective: latency, target: 0.9 }, { name: a, entity: b, objective: latency, target: 2 }]',
    'broken.yaml': 'a: [',
  };
  const faultsOf = async (file: string) => {
    const { code, errors } = await run(['config', 'check', file], files);
    expect(code, file).toBe(1);
    return errors;
  };
  expect(await faultsOf('bad.json')).toMatch(/noise\.0\.signal[\s\S]*colour/);
  expect(await faultsOf('secret.yaml')).toMatch(/channels\.0\.secrets\.botToken: expected env:NAME or file:PATH/);
  expect(await faultsOf('secret.yaml')).not.toContain('xoxb-1');
  expect(await faultsOf('twice.yaml')).toMatch(/slos\.1\.target: expected at most/);
  expect(await faultsOf('broken.yaml')).toMatch(/not YAML/);
  expect(JSON.parse((await run(['config', 'schema'])).out)).toMatchObject({ title: 'Foreshock configuration' });
});

test('the script of completion is one that bash reads, and it completes', async () => {
  const { out } = await run(['completion', 'bash']);
  const asked = `${out}\nCOMP_WORDS=(foreshock inc); COMP_CWORD=1; _foreshock; echo "\${COMPREPLY[@]}"
COMP_WORDS=(foreshock incidents de); COMP_CWORD=2; _foreshock; echo "\${COMPREPLY[@]}"`;
  const bash = spawnSync('bash', ['-c', asked], { encoding: 'utf8' });
  expect([bash.stdout, bash.stderr]).toEqual(['incidents\ndeclare\n', '']);
});

test('an assistant starts the program, and its tools answer on standard input and output', async () => {
  const client = new Client({ name: 'test', version: '1' });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: ['--disable-warning=ExperimentalWarning', COMMAND_LINE, 'mcp'],
    env: { FORESHOCK_URL: api.origin, FORESHOCK_API_KEY: key },
  });
  await client.connect(transport);
  expect((await client.listTools()).tools).toHaveLength(11);
  const answer = await client.callTool({ name: 'list_incidents', arguments: {} });
  expect(JSON.stringify(answer)).toContain('inc_one');
  await client.close();
});

test('a drill needs the demo, and one that was done and not found ends with 3', async () => {
  const begun = await run(['drill', 'start', 'memory']);
  expect(begun).toMatchObject({ code: 1, errors: expect.stringContaining('nothing here can make faults') });
  expect(await run(['drill', 'start', 'meteor'])).toMatchObject({ code: 2, errors: expect.stringContaining('dns') });
  const unfound = {
    id: 'drl_unfound',
    kind: 'dns',
    namespace: 'shop',
    course: 240_000,
    state: 'done',
    requestedAt: Date.now() - 900_000,
    requestedBy: 'ana',
    startedAt: Date.now() - 900_000,
    endedAt: Date.now() - 600_000,
    result: { until: Date.now(), hypotheses: 0, falseAlarms: [] },
  } as const;
  await createDrill(api.db, tenant, unfound);
  const told = await run(['drill', 'get', 'drl_unfound']);
  expect([told.code, told.out]).toEqual([3, expect.stringContaining('no incident opened')]);
  expect((await run(['drill', 'get', 'drl_unfound', '--json'])).out).toContain('"detected": false');
  expect((await run(['drill', 'list'])).out).toMatch(/drl_unfound +dns +done/);
  expect(await run(['drill', 'get', 'drl_none'])).toMatchObject({
    code: 1,
    errors: expect.stringMatching(/drill-not-found/),
  });
});

test('a backup is made over the API, told with its place, and listed', async () => {
  const made = await run(['backup', '--json']);
  expect(made, made.errors).toMatchObject({ code: 0 });
  const { name, directory, sizeBytes } = JSON.parse(made.out) as { name: string; directory: string; sizeBytes: number };
  expect(sizeBytes).toBeGreaterThan(0);
  expect(existsSync(join(directory, name, 'manifest.json'))).toBe(true);
  expect((await run(['backup', 'list'])).out).toContain(name);
  expect((await run(['status'])).out).toContain('the last backup has all until ');
  expect(await listAudit(api.db, tenant, { limit: 1 })).toMatchObject({
    value: { items: [{ entry: { action: 'startBackup', actor: 'admin of tenant-1', outcome: 'done' } }] },
  });
});

test('only so many backups are kept, and two are not made at once', async () => {
  for (let count = 0; count < 3; count += 1) expect((await run(['backup'])).code).toBe(0);
  const { items, directory } = JSON.parse((await run(['backup', 'list', '--json'])).out);
  expect([items.length, readdirSync(directory).length]).toEqual([2, 2]);
  const both = await Promise.all([run(['backup']), run(['backup'])]);
  expect(both.map(({ code }) => code).sort()).toEqual([0, 1]);
  expect(both.map(({ errors }) => errors).join('')).toMatch(/^state-conflict: a backup is being made/);
});

test('what to copy for a Collector is the configuration of an exporter, with where to send as comments', async () => {
  const { code, out } = await run(['connect']);
  expect([code, out]).toEqual([0, expect.stringMatching(/Bearer \$\{env:FORESHOCK_TOKEN\}/)]);
  const lines = out.split('\n');
  expect(lines.slice(0, 3).every((line) => line.startsWith('# '))).toBe(true);
  expect(JSON.parse((await run(['connect', '--json'])).out)).toMatchObject({ exporter: expect.any(String) });
});

test('start and demo are the program itself, which reads what follows', () => {
  for (const word of ['start', 'demo']) {
    const { status, stderr } = spawnSync(process.execPath, [COMMAND_LINE, word, '--colour', 'red'], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([1, expect.stringContaining('unknown or incomplete flag --colour')]);
  }
});
