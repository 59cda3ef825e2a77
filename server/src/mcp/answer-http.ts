import { WebStandardStreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/webStandardStreamableHttp.js';
import { type AskOperation, createMcpServer } from './create-mcp-server.ts';

/**
 * Streamable HTTP without sessions: each request carries its own key and is answered by a server of its own, so there is
 * nothing to hijack and nothing to keep. GET, which would open a stream, is answered 405: the server tells nothing by
 * itself.
 */
export async function answerMcpRequest(
  request: Request,
  body: unknown,
  version: string,
  ask: AskOperation,
): Promise<Response> {
  const transport = new WebStandardStreamableHTTPServerTransport({ enableJsonResponse: true });
  const server = createMcpServer(version, ask);
  // The cast holds: the class implements the interface; optional fields that may be undefined are all that differs.
  await server.connect(transport as Parameters<typeof server.connect>[0]);
  try {
    return await transport.handleRequest(request, { parsedBody: body });
  } finally {
    await server.close();
  }
}
