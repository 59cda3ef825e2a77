import { expect, onTestFinished, test } from 'vitest';
import { startSlackSocketServer } from '../../../../test/support/channels/slack-socket-server.ts';
import { until } from '../../../../test/support/until.ts';
import { realEndpoints } from '../notification-channel.ts';
import { findSocketUrl, keepSlackSocket } from './slack-socket.ts';

const TOKENS = { bot: 'xoxb-of-the-test-0001', app: 'xapp-of-the-test-0001' };
const WITHIN_MS = 20_000;

async function open(options: { readonly appToken?: string; readonly refusals?: number } = {}) {
  const server = await startSlackSocketServer(TOKENS, 'C0123456');
  onTestFinished(() => server.stop());
  server.refuseNext(options.refusals ?? 0);
  const heard: unknown[] = [];
  const faults: (string | undefined)[] = [];
  const tools = {
    rules: { allowed: ['127.0.0.1/32'] },
    now: () => Date.now(),
    endpoints: { ...realEndpoints, slack: server.url },
  };
  const socket = keepSlackSocket({
    appToken: options.appToken ?? TOKENS.app,
    tools,
    chance: () => 0,
    hear: async (payload) => void heard.push(payload),
    onState: (fault) => void faults.push(fault),
  });
  onTestFinished(() => socket.stop());
  return { server, heard, faults, tools, socket };
}

test('what is pressed is heard and acknowledged, and goes on over the next connection when Slack ends one', async () => {
  const { server, heard } = await open();
  await until('a connection', WITHIN_MS, () => server.connections() === 1);
  const first = server.press({ number: 1 });
  await until('its acknowledgement', WITHIN_MS, () => server.acknowledged.includes(first));
  for (const [index, reason] of (['warning', 'refresh_requested'] as const).entries()) {
    server.disconnect(reason);
    await until(`the next connection after ${reason}`, WITHIN_MS, () => server.opened() === index + 2);
    await until('the one before to be left', WITHIN_MS, () => server.connections() === 1);
  }
  server.cut();
  await until('a connection after the cut', WITHIN_MS, () => server.opened() === 4);
  const last = server.press({ number: 2 });
  await until('its acknowledgement', WITHIN_MS, () => server.acknowledged.includes(last));
  expect(heard).toEqual([{ number: 1 }, { number: 2 }]);
});

test('too many connections and a wrong token are told and tried again, and a stop leaves none open', async () => {
  const { server, faults, socket, tools } = await open({ refusals: 1 });
  await until('a connection', WITHIN_MS, () => faults.length === 2);
  expect(faults).toEqual([expect.stringContaining('Slack opened no connection'), undefined]);
  expect(await findSocketUrl('xapp-of-nobody', tools, AbortSignal.timeout(WITHIN_MS))).toMatchObject({
    ok: false,
    error: { code: 'channel-unavailable', message: expect.not.stringContaining('xapp') },
  });
  await socket.stop();
  await until('no connection', WITHIN_MS, () => server.connections() === 0);
});
