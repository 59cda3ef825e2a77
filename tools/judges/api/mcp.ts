import { ok as assert, deepEqual, match } from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { CallToolResult } from '@modelcontextprotocol/sdk/types.js';
import type { JudgedCase } from '../../judge.ts';

/** What the tools are asked about, and whose text in it is not to be trusted. */
export interface McpSubject {
  readonly origin: string;
  /** Of a key that may only read. */
  readonly viewer: string;
  readonly incident: string;
  readonly entity: string;
  readonly traceId: string;
  /** The body of a log line that is stored. */
  readonly line: string;
}

const COMMAND_LINE = fileURLToPath(new URL('../../../server/src/command-line.ts', import.meta.url));

/** The protocol's own client over both transports: each tool is called, and what must be refused is. */
export async function judgeByMcp(subject: McpSubject, report: (judged: JudgedCase) => void): Promise<void> {
  const holds = async (name: string, ask: () => Promise<string>): Promise<void> => {
    const [verdict, detail] = await ask().then(
      (said) => ['held', said] as const,
      (error: unknown) => ['broken', String(error).replaceAll(/\s+/g, ' ')] as const,
    );
    report({ name: `MCP: ${name}`, verdict, detail });
  };
  for (const [transport, connect] of [
    ['HTTP', connectByHttp],
    ['stdio', connectByStdio],
  ] as const) {
    const client = await connect(subject);
    try {
      for (const [name, ask] of casesOf(client, subject)) await holds(`${transport}: ${name}`, ask);
    } finally {
      await client.close();
    }
  }
  await holds('HTTP: without a key or with one that is none: 401 that names the scheme', () =>
    refusesStrangers(subject),
  );
  await holds('HTTP: a page of another site is refused', () => refusesOtherSites(subject));
}

function casesOf(client: Client, subject: McpSubject): [string, () => Promise<string>][] {
  const given = argumentsOf(subject);
  return [
    [
      'lists tools that only read, each with a schema of its input',
      async () => {
        const { tools } = await client.listTools();
        deepEqual(tools.map(({ name }) => name).sort(), Object.keys(given).sort());
        for (const { annotations, inputSchema, description } of tools) {
          assert(annotations?.readOnlyHint === true && annotations.destructiveHint === false);
          deepEqual([inputSchema.type, inputSchema.additionalProperties], ['object', false]);
          assert((description ?? '').length > 20);
        }
        return `${tools.length} tools`;
      },
    ],
    ...Object.entries(given).map(([name, { input, refusedAs, evidence }]): [string, () => Promise<string>] => [
      `${name} answers`,
      async () => {
        const answer = await call(client, name, input);
        if (refusedAs !== undefined) {
          deepEqual([answer.isError, textOf(answer).split(':')[0]], [true, refusedAs]);
          return `${refusedAs}, as there is none yet`;
        }
        assert(answer.isError !== true, textOf(answer).slice(0, 500));
        assert(answer._meta?.['foreshock/untrusted'] === true, 'the answer is not marked as untrusted');
        JSON.parse(dataOf(answer));
        if (evidence !== undefined) assert(idsOf(answer).includes(evidence), `evidence lacks ${evidence}`);
        return `${idsOf(answer).length} ids of facts`;
      },
    ]),
    [
      'a line of telemetry stands between markers that it cannot know',
      async () => {
        const answers = [await call(client, 'search_logs', {}), await call(client, 'search_logs', {})];
        const markers = answers.map((answer) => textOf(answer).split('\n').at(-1)!);
        for (const answer of answers) assert(dataOf(answer).includes(subject.line));
        assert(markers[0] !== markers[1], 'two answers have the same marker');
        return '';
      },
    ],
    [
      'arguments that are wrong are told by name',
      async () => {
        const refused = async (name: string, input: Record<string, unknown>, reason: RegExp): Promise<void> => {
          const answer = await call(client, name, input);
          assert(answer.isError === true, `${name} took ${JSON.stringify(input)}`);
          match(textOf(answer), reason);
        };
        await refused('list_incidents', { limit: 'many' }, /^input-invalid: limit/);
        await refused('list_incidents', { tenant: 'other' }, /takes no tenant/);
        await refused('explain_incident', {}, /^input-invalid: id/);
        await refused('get_trace', { traceId: '../../etc' }, /^(input-invalid|trace-not-found)/);
        await refused('resolve_incident', { id: subject.incident }, /^no tool "resolve_incident"/);
        await refused('explain_incident', { id: 'inc_of_another_project' }, /^incident-not-found/);
        return '';
      },
    ],
  ];
}

interface ToolQuestion {
  readonly input: Record<string, unknown>;
  /** The code of the error, where what is asked for cannot be there yet. */
  readonly refusedAs?: string;
  /** Must be among the ids of the answer. */
  readonly evidence?: string;
}

function argumentsOf({ incident, entity, traceId }: McpSubject): Readonly<Record<string, ToolQuestion>> {
  const now = Date.now();
  const [from, to] = [new Date(now - 600_000).toISOString(), new Date(now).toISOString()];
  return {
    list_predictions: { input: {} },
    get_prediction: { input: { id: 'prd_none' }, refusedAs: 'prediction-not-found' },
    list_incidents: { input: {}, evidence: incident },
    explain_incident: { input: { id: incident }, evidence: incident },
    search_logs: { input: {} },
    query_metrics: { input: { entity, metric: 'requests' } },
    get_trace: { input: { traceId } },
    get_topology: { input: {} },
    compare_windows: { input: { from, to } },
    list_changes: { input: {} },
    get_calibration: { input: {} },
  };
}

async function connectByHttp({ origin, viewer }: McpSubject): Promise<Client> {
  const transport = new StreamableHTTPClientTransport(new URL(`${origin}/mcp`), {
    requestInit: { headers: { authorization: `Bearer ${viewer}` } },
  });
  const client = new Client({ name: 'judge', version: '1' });
  // The cast holds: the class implements the interface but for optional fields that may be undefined.
  await client.connect(transport as Parameters<typeof client.connect>[0]);
  return client;
}

async function connectByStdio({ origin, viewer }: McpSubject): Promise<Client> {
  const client = new Client({ name: 'judge', version: '1' });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: ['--disable-warning=ExperimentalWarning', COMMAND_LINE, 'mcp'],
      env: { FORESHOCK_URL: origin, FORESHOCK_API_KEY: viewer },
    }),
  );
  return client;
}

async function refusesStrangers({ origin }: McpSubject): Promise<string> {
  for (const headers of [{}, { authorization: 'Bearer fsa_none' }, { cookie: 'foreshock_session=x' }]) {
    const answer = await post(origin, headers);
    deepEqual([answer.status, /^Bearer\b/.test(answer.headers.get('www-authenticate') ?? '')], [401, true]);
  }
  return '';
}

async function refusesOtherSites({ origin, viewer }: McpSubject): Promise<string> {
  const answer = await post(origin, { authorization: `Bearer ${viewer}`, origin: 'https://other.example' });
  deepEqual(answer.status, 403);
  return '';
}

function post(origin: string, headers: Record<string, string>): Promise<Response> {
  return fetch(`${origin}/mcp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream', ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' }),
  });
}

async function call(client: Client, name: string, input: Record<string, unknown>): Promise<CallToolResult> {
  // The cast holds: the older form of an answer is of servers before the protocol had versions.
  return (await client.callTool({ name, arguments: input })) as CallToolResult;
}

function textOf({ content }: CallToolResult): string {
  return content.map((part) => ('text' in part ? part.text : '')).join('\n');
}

/** What stands between the two markers. */
function dataOf(answer: CallToolResult): string {
  const lines = textOf(answer).split('\n');
  const marker = lines.at(-1)!;
  match(marker, /^data \S{12}$/);
  return lines.slice(lines.indexOf(marker) + 1, -1).join('\n');
}

function idsOf({ _meta }: CallToolResult): string[] {
  // The cast holds: the server writes a list of ids under this name.
  return (_meta?.['foreshock/evidence'] ?? []) as string[];
}
