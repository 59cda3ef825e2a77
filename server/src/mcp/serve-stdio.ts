import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { type AskOperation, createMcpServer } from './create-mcp-server.ts';

/** Answers on standard input and output until the input ends. Nothing else may print there. */
export async function serveStdio(version: string, ask: AskOperation): Promise<void> {
  const server = createMcpServer(version, ask);
  const ended = new Promise<void>((resolve) => {
    server.onclose = () => resolve();
    process.stdin.once('end', () => void server.close());
  });
  await server.connect(new StdioServerTransport());
  await ended;
}
