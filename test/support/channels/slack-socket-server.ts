// Slack with Socket Mode: an app-level token gets the address of a WebSocket that holds once, over which presses come in
// envelopes. https://docs.slack.dev/apis/events-api/using-socket-mode
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { type SlackServer, startSlackServer } from './slack-server.ts';

export interface SlackSocketServer extends SlackServer {
  /** That are open now. */
  connections(): number;
  /** Of all time. */
  opened(): number;
  /** Sends an interactive envelope over the newest connection and gives its id. */
  press(payload: object): string;
  /** The same envelope again, as after an acknowledgement that was lost. */
  sendAgain(id: string): void;
  /** Ids of envelopes in the order of their acknowledgements. */
  readonly acknowledged: readonly string[];
  /** Says that the connection will end; it goes on until the other side leaves. */
  disconnect(reason: 'warning' | 'refresh_requested' | 'link_disabled'): void;
  /** Ends every connection without a word. */
  cut(): void;
  /** The next connections are told that there are too many, and closed. */
  refuseNext(count: number): void;
}

/** Slack's own number. */
const MOST_CONNECTIONS = 10;

export async function startSlackSocketServer(
  tokens: { readonly bot: string; readonly app: string },
  conversation: string,
): Promise<SlackSocketServer> {
  const envelopes = new Map<string, object>();
  const acknowledged: string[] = [];
  const open: WebSocket[] = [];
  const tickets = new Set<string>();
  let opened = 0;
  let count = 0;
  let refusals = 0;
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await new Promise<void>((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  server.on('connection', (socket, request) => {
    const ticket = new URL(request.url ?? '', 'ws://slack').searchParams.get('ticket') ?? '';
    if (!tickets.delete(ticket)) return socket.close(1008);
    if (refusals > 0 || open.length >= MOST_CONNECTIONS) {
      refusals -= 1;
      socket.send(JSON.stringify({ type: 'disconnect', reason: 'too_many_websockets' }));
      return socket.close();
    }
    opened += 1;
    open.push(socket);
    socket.on('close', () => open.splice(open.indexOf(socket), 1));
    socket.on('message', (data) => {
      const { envelope_id } = JSON.parse(String(data)) as { readonly envelope_id?: string };
      if (envelope_id !== undefined) acknowledged.push(envelope_id);
    });
    return socket.send(
      JSON.stringify({ type: 'hello', num_connections: open.length, connection_info: { app_id: 'A1' } }),
    );
  });
  const slack = await startSlackServer(tokens.bot, conversation, (authorization) => {
    if (authorization !== `Bearer ${tokens.app}`) return { ok: false, error: 'invalid_auth' };
    count += 1;
    tickets.add(`t${count}`);
    return { ok: true, url: `ws://127.0.0.1:${port}/link/?ticket=t${count}` };
  });
  const send = (message: object): void => open.at(-1)?.send(JSON.stringify(message));
  return {
    ...slack,
    acknowledged,
    connections: () => open.length,
    opened: () => opened,
    press(payload) {
      count += 1;
      const envelope_id = `envelope-${count}`;
      const envelope = { envelope_id, type: 'interactive', accepts_response_payload: false, payload };
      envelopes.set(envelope_id, envelope);
      send(envelope);
      return envelope_id;
    },
    sendAgain: (id) => send(envelopes.get(id) ?? {}),
    disconnect: (reason) => send({ type: 'disconnect', reason, debug_info: { host: 'wss-1' } }),
    cut: () => {
      for (const socket of [...open]) socket.terminate();
    },
    refuseNext: (times) => {
      refusals = times;
    },
    async stop() {
      for (const socket of [...open]) socket.terminate();
      await new Promise<void>((resolve) => server.close(() => resolve()));
      await slack.stop();
    },
  };
}
