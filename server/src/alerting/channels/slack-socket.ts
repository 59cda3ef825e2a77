// Socket Mode: what people press comes over a connection that we opened, so no address of ours need be public.
// https://docs.slack.dev/apis/events-api/using-socket-mode
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { MINUTE, SECOND } from '@foreshock/model/time.ts';
import { z } from 'zod';
import type { Chance } from '../../base/crypto/random.ts';
import { openWebSocket, type WebSocketLink } from '../../base/net/web-socket.ts';
import { pauseAfter } from '../../base/retry.ts';
import { delay, withTimeout } from '../../base/schedule.ts';
import { jsonOf } from '../json-of.ts';
import type { ChannelTools } from '../notification-channel.ts';
import { callSlack } from './slack-call.ts';

export interface SlackSocketOptions {
  readonly appToken: string;
  readonly tools: ChannelTools;
  readonly chance: Chance;
  /** Of an interactive envelope. May be called with the same one again. */
  readonly hear: (payload: unknown) => Promise<void>;
  /** How the connection is doing: the message when it cannot be had, `undefined` when it is there. */
  readonly onState: (fault: string | undefined) => void;
}

export interface SlackSocket {
  stop(): Promise<void>;
}

const Envelope = z.object({
  type: z.string(),
  envelope_id: z.string().optional(),
  payload: z.unknown().optional(),
});

/** Slack waits three seconds for the acknowledgement; what takes longer is done all the same. */
const ACKNOWLEDGED_WITHIN_MS = 2 * SECOND;
const OPENS_WITHIN_MS = 10 * SECOND;
/** A line that was cut without a word is not heard for at most so long: before that a new one is opened. */
const REFRESH_MS = 5 * MINUTE;
/** A connection that ends sooner counts as one that failed. */
const SHORT_LIFE_MS = 10 * SECOND;
const BACK_OFF = { firstMs: SECOND, maxMs: MINUTE, factor: 2 };
const MOST_CHARACTERS = 1_000_000;

/** Keeps one connection open until it is stopped. The next one is opened before the one so far is left. */
export function keepSlackSocket(options: SlackSocketOptions): SlackSocket {
  const stopped = new AbortController();
  const { signal } = stopped;

  async function keep(): Promise<void> {
    let before: WebSocketLink | undefined;
    let failures = 0;
    while (!signal.aborted) {
      const opened = await openOne(options, signal);
      options.onState(opened.ok ? undefined : opened.error.message);
      before?.close();
      before = opened.ok ? opened.value.link : undefined;
      const since = options.tools.now();
      if (opened.ok) await Promise.race([opened.value.leaving, delay(REFRESH_MS, signal)]);
      failures = opened.ok && options.tools.now() - since >= SHORT_LIFE_MS ? 0 : failures + 1;
      const asked = opened.ok ? 0 : (opened.error.retryAfterMs ?? 0);
      if (failures > 0) await delay(Math.max(asked, pauseAfter(failures, BACK_OFF, options.chance)), signal);
    }
    before?.close();
  }

  const kept = keep();
  return {
    stop: async () => {
      stopped.abort();
      await kept;
    },
  };
}

/** `leaving` resolves when the other side wants to end the connection, or has. */
interface OpenSocket {
  readonly link: WebSocketLink;
  readonly leaving: Promise<void>;
}

async function openOne(options: SlackSocketOptions, signal: AbortSignal): Promise<Result<OpenSocket>> {
  const asked = await findSocketUrl(options.appToken, options.tools, signal);
  if (!asked.ok) return asked;
  let link: WebSocketLink | undefined;
  let leave = (): void => {};
  const told = new Promise<void>((resolve) => {
    leave = resolve;
  });
  let greet = (): void => {};
  const greeted = new Promise<true>((resolve) => {
    greet = () => resolve(true);
  });
  const opened = await openWebSocket({
    url: asked.value,
    rules: options.tools.rules,
    timeoutMs: OPENS_WITHIN_MS,
    maxMessageCharacters: MOST_CHARACTERS,
    onText: (text) => {
      const { type, envelope_id, payload } = Envelope.safeParse(jsonOf(text)).data ?? { type: 'unknown' };
      if (type === 'hello') greet();
      if (type === 'disconnect') leave();
      if (envelope_id === undefined) return;
      const heard = type === 'interactive' ? options.hear(payload) : Promise.resolve();
      void withTimeout(heard, ACKNOWLEDGED_WITHIN_MS).then(() => link?.send(JSON.stringify({ envelope_id })));
    },
  });
  if (!opened.ok) return opened;
  link = opened.value;
  // Too many connections and the like are said before the greeting, or instead of it.
  const isGreeted = await withTimeout(
    Promise.race([greeted, told.then(() => false), link.ended.then(() => false)]),
    OPENS_WITHIN_MS,
  );
  if (isGreeted !== true) {
    link.close();
    return failure('channel-unavailable', 'Slack opened no connection for Socket Mode: is it switched on in the app?');
  }
  return success({ link, leaving: Promise.race([told, link.ended]) });
}

/** Asks for a connection and uses none up: for a test of the token as well. */
export async function findSocketUrl(
  appToken: string,
  tools: ChannelTools,
  signal: AbortSignal,
): Promise<Result<string>> {
  const call = { method: 'apps.connections.open', body: { form: {} }, token: appToken };
  const answer = await callSlack(call, tools, { signal });
  if (!answer.ok) return answer;
  const { url } = answer.value;
  return typeof url === 'string'
    ? success(url)
    : failure('channel-unavailable', "Slack's answer to apps.connections.open names no address");
}
