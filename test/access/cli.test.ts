// The command line against the served API: what it prints, how it ends, and what it refuses.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { commands, runCli } from '@foreshock/server/cli/run-cli.ts';
import { keepFindings } from '@foreshock/server/store/metadata/findings.ts';
import { OPENING_MS } from '@foreshock/server/store/metadata/open-test-metadata.ts';
import { createSignInToken } from '@foreshock/server/store/metadata/sessions.ts';
import { testFindings, testIncident } from '@foreshock/server/store/metadata/test-findings.ts';
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
  await keepFindings(api.db, tenant, testFindings(Date.now(), { incidents }), undefined);
}, OPENING_MS);

afterAll(() => api?.remove());

async function run(argv: readonly string[], files: Readonly<Record<string, string>> = {}, secret: string | null = key) {
  const printed: string[] = [];
  const complained: string[] = [];
  const environment = { FORESHOCK_URL: api.origin, ...(secret !== null && { FORESHOCK_API_KEY: secret }) };
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

test('rules in a file are checked, compared and applied, and the second time nothing is left to do', async () => {
  const rules = {
    noise: [{ name: 'health checks', signal: 'traces', match: { names: ['GET /healthz'] }, action: { kind: 'drop' } }],
    quota: { recordsPerSecond: 5_000 },
  };
  const files = { 'rules.json': JSON.stringify(rules), 'bad.json': '{"noise":[{"name":"x"}],"colour":1}' };
  expect(await run(['config', 'check', 'rules.json'], files)).toMatchObject({ code: 0 });
  const bad = await run(['config', 'check', 'bad.json'], files);
  expect([bad.code, bad.errors]).toEqual([1, expect.stringMatching(/noise\.0\.signal[\s\S]*colour/)]);
  const diff = await run(['config', 'diff', 'rules.json'], files);
  expect([diff.code, diff.out]).toEqual([3, 'add noise rule "health checks"\nchange quota']);
  expect((await run(['config', 'apply', 'rules.json'], files)).code).toBe(0);
  expect(await run(['config', 'diff', 'rules.json'], files)).toMatchObject({ code: 0, out: 'as the file says' });
  const none = { 'rules.json': '{"noise":[]}' };
  expect((await run(['config', 'diff', 'rules.json'], none)).code).toBe(0);
  expect((await run(['config', 'diff', 'rules.json', '--delete-others'], none)).out).toBe(
    'delete noise rule "health checks"',
  );
  expect(JSON.parse((await run(['config', 'schema'])).out)).toMatchObject({ title: 'Foreshock rules' });
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
