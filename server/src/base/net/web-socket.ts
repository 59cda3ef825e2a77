// A WebSocket to an address that somebody else named, judged as every other that leaves.
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { type DurationMs, SECOND } from '@foreshock/model/time.ts';
import { timedOut, withTimeout } from '../schedule.ts';
import { type AddressRules, findAllowedAddress } from './allowed-address.ts';

export interface WebSocketOptions {
  readonly url: string;
  readonly rules: AddressRules;
  /** From the resolving of the name to the open socket. */
  readonly timeoutMs: DurationMs;
  /** Of one message; a longer one ends the link. */
  readonly maxMessageCharacters: number;
  /** Each text as it comes, in order. */
  readonly onText: (text: string) => void;
}

export interface WebSocketLink {
  /** Of a link that has ended nothing is sent. */
  send(text: string): void;
  close(): void;
  /** Resolves when the link has ended, whoever ended it. */
  readonly ended: Promise<void>;
}

/** Errors as `requestGuarded`. The name's certificate is what ties the link to the host that was judged. */
export async function openWebSocket(options: WebSocketOptions): Promise<Result<WebSocketLink>> {
  const url = URL.canParse(options.url) ? new URL(options.url) : undefined;
  if (!url || (url.protocol !== 'wss:' && url.protocol !== 'ws:'))
    return failure('channel-refused', 'the address is not one of wss or ws');
  const found = await findAllowedAddress(url.hostname, options.rules);
  if (!found.ok) return found;
  if (url.protocol === 'ws:' && !found.value.isPrivate)
    return failure('channel-refused', `${url.host} is public: use wss, so that nobody reads along`);
  const socket = new WebSocket(url);
  const ended = new Promise<void>((resolve) => socket.addEventListener('close', () => resolve()));
  const opened = new Promise<boolean>((resolve) => {
    socket.addEventListener('open', () => resolve(true));
    socket.addEventListener('error', () => resolve(false));
  });
  socket.addEventListener('message', ({ data }) => {
    if (typeof data !== 'string' || data.length > options.maxMessageCharacters) socket.close();
    else options.onText(data);
  });
  const isOpen = await withTimeout(opened, options.timeoutMs);
  if (isOpen !== true) {
    socket.close();
    const why = isOpen === timedOut ? `no answer within ${options.timeoutMs / SECOND} s` : 'it was refused or cut';
    return failure('channel-unavailable', `cannot open a socket to ${url.host}: ${why}`);
  }
  return success({
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
    close: () => socket.close(),
    ended,
  });
}
