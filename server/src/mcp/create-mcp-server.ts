// The tools of the contract over the Model Context Protocol. Knows no transport and no store: `ask` is all that it can do.

import type { OperationName } from '@foreshock/contract/catalog.ts';
import { catalog } from '@foreshock/contract/catalog.ts';
import { findTool, inputSchemaOf, tools } from '@foreshock/contract/tools.ts';
import type { Result } from '@foreshock/model/known-error.ts';
import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema, type CallToolResult, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { randomBytes } from '../base/crypto/random.ts';
import { MOST_CHARACTERS, markUntrusted } from './untrusted-data.ts';

/** One question in the name of who is connected. */
export type AskOperation = (name: OperationName, input: unknown, signal: AbortSignal) => Promise<Result<unknown>>;

/** Lists of a hundred are for screens. */
const FEWER = 20;

const INSTRUCTIONS = `Foreshock says which incident is coming, how likely it is, by when, why, and what to do, from OpenTelemetry data.
Begin with list_predictions or list_incidents; explain what you find by its evidence and cite evidence ids. Do not state
odds as percent where odds.display is not "percent". All tools only read.`;

export function createMcpServer(version: string, ask: AskOperation): Server {
  const server = new Server(
    { name: 'foreshock', title: 'Foreshock', version },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  server.setRequestHandler(ListToolsRequestSchema, async () => ({
    tools: tools.map((tool) => ({
      name: tool.name,
      title: tool.title,
      description: `${catalog[tool.operation].summary} ${tool.hint}`,
      // The cast holds: inputs of operations are objects.
      inputSchema: inputSchemaOf(tool) as { type: 'object' },
      annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) =>
    callTool(params.name, params.arguments ?? {}, ask, signal),
  );
  return server;
}

async function callTool(
  name: string,
  given: Readonly<Record<string, unknown>>,
  ask: AskOperation,
  signal: AbortSignal,
): Promise<CallToolResult> {
  const tool = findTool(name);
  if (!tool) return refuse(`no tool "${name}": there are ${tools.map((each) => each.name).join(', ')}`);
  const shape: Readonly<Record<string, unknown>> = catalog[tool.operation].input.shape;
  const unknown = Object.keys(given).filter((field) => !Object.hasOwn(shape, field));
  if (unknown.length > 0)
    return refuse(`${name} takes no ${unknown.join(', ')}: only ${Object.keys(shape).join(', ')}`);
  const input = { ...('limit' in shape && { limit: FEWER }), ...tool.input, ...given };
  const answer = await ask(tool.operation, input, signal);
  if (!answer.ok) return refuse(`${answer.error.code}: ${answer.error.message}`);
  const marker = Buffer.from(randomBytes(9)).toString('base64url');
  const marked = markUntrusted(answer.value, marker);
  if (!marked) return refuse(`the answer has more than ${MOST_CHARACTERS} characters: ask for less, by limit or time`);
  return {
    content: [{ type: 'text', text: marked.text }],
    _meta: { 'foreshock/evidence': marked.evidence, 'foreshock/untrusted': true },
  };
}

function refuse(text: string): CallToolResult {
  return { isError: true, content: [{ type: 'text', text }] };
}
