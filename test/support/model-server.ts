// A language model's server on a port of its own: speaks one of the protocols as its documentation says, or misbehaves.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Misbehaviour =
  | 'silent'
  | 'overloaded'
  | 'broken'
  | 'cut'
  | 'not-protocol'
  | 'refusal'
  | 'endless'
  | 'no-schema'
  | 'reasoning'
  | 'too-long'
  | 'wrong-key'
  | 'elsewhere';

export interface ReceivedPrompt {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  readonly system: string;
  readonly prompt: string;
}

export interface ModelServer {
  /** Base address for `model.url`. */
  readonly url: string;
  readonly received: readonly ReceivedPrompt[];
  /** Of the next requests, in order; then it behaves. */
  misbehave(...next: Misbehaviour[]): void;
  stop(): Promise<void>;
}

/** `write`: what the model says to a prompt. */
export async function startModelServer(
  protocol: 'openai' | 'anthropic',
  write: (prompt: ReceivedPrompt) => string,
): Promise<ModelServer> {
  const received: ReceivedPrompt[] = [];
  const planned: Misbehaviour[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (part: string) => {
      body += part;
    });
    request.on('end', () => {
      const prompt = readPrompt(protocol, request, body);
      received.push(prompt);
      const odd = planned.shift();
      if (odd && odd !== 'cut' && misbehave(odd, body, response)) return;
      const said = odd === 'too-long' ? 'half' : write(prompt);
      const reason = odd === 'too-long' ? 'length' : odd === 'refusal' ? 'refusal' : 'stop';
      const events = protocol === 'openai' ? openaiEvents(said, reason) : anthropicEvents(said, reason, body);
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (odd !== 'cut') return response.end(events.join(''));
      response.write(events[0], () => response.destroy());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/v1`,
    received,
    misbehave: (...next) => planned.push(...next),
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** True when it has answered, or never will. */
function misbehave(odd: Misbehaviour, body: string, response: ServerResponse): boolean {
  const refuse = (status: number, headers: Record<string, string> = {}): true => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end('{"error":{"message":"no"}}');
    return true;
  };
  switch (odd) {
    case 'silent':
      return true;
    case 'overloaded':
      return refuse(429, { 'retry-after': '0' });
    case 'broken':
      return refuse(500);
    case 'wrong-key':
      return refuse(401);
    case 'no-schema':
      return /json_schema|"tools"|json_object/.test(body) ? refuse(400) : false;
    case 'reasoning':
      return /"max_tokens"|"temperature"/.test(body) ? refuse(400) : false;
    case 'elsewhere':
      response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end();
      return true;
    case 'not-protocol':
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Welcome</h1>');
      return true;
    case 'endless': {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const more = (): void => {
        while (!response.destroyed && response.write(`data: ${'x'.repeat(16_384)}\n\n`));
        if (!response.destroyed) response.once('drain', more);
      };
      more();
      return true;
    }
    default:
      return false;
  }
}

function readPrompt(protocol: 'openai' | 'anthropic', { headers }: IncomingMessage, body: string): ReceivedPrompt {
  const sent = JSON.parse(body) as { system?: string; messages: { role: string; content: string }[] };
  const of = (role: string): string => sent.messages.find((message) => message.role === role)?.content ?? '';
  return { headers, body, system: protocol === 'openai' ? of('system') : (sent.system ?? ''), prompt: of('user') };
}

function openaiEvents(said: string, reason: string): string[] {
  const chunk = (choice: object, more: object = {}): string =>
    `data: ${JSON.stringify({ object: 'chat.completion.chunk', choices: [{ index: 0, ...choice }], ...more })}\n\n`;
  const half = Math.floor(said.length / 2);
  const delta = reason === 'refusal' ? { refusal: 'I cannot help with that' } : { content: said.slice(half) };
  return [
    chunk({ delta: { role: 'assistant', content: said.slice(0, half) }, finish_reason: null }),
    chunk({ delta, finish_reason: null }),
    chunk({ delta: {}, finish_reason: reason === 'refusal' ? 'stop' : reason }),
    `data: ${JSON.stringify({ choices: [], usage: { prompt_tokens: 1_000, completion_tokens: 200 } })}\n\n`,
    'data: [DONE]\n\n',
  ];
}

function anthropicEvents(said: string, reason: string, body: string): string[] {
  const event = (type: string, more: object): string =>
    `event: ${type}\ndata: ${JSON.stringify({ type, ...more })}\n\n`;
  const isTool = body.includes('"tools"');
  const half = Math.floor(said.length / 2);
  const delta = (text: string): string =>
    event('content_block_delta', {
      index: 0,
      delta: isTool ? { type: 'input_json_delta', partial_json: text } : { type: 'text_delta', text },
    });
  const stops: Readonly<Record<string, string>> = { length: 'max_tokens', refusal: 'refusal' };
  return [
    event('message_start', { message: { usage: { input_tokens: 1_000, output_tokens: 1 } } }),
    delta(said.slice(0, half)),
    delta(said.slice(half)),
    event('message_delta', {
      delta: { stop_reason: stops[reason] ?? (isTool ? 'tool_use' : 'end_turn') },
      usage: { output_tokens: 200 },
    }),
    event('message_stop', {}),
  ];
}
