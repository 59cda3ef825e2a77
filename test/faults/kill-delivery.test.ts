// kill -9 of the engine between decision, sending and noting that it was sent: everybody is told, and sees each thing once.
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@foreshock/contract/client.ts';
import { createRandom } from '@foreshock/simulator/random.ts';
import { afterEach, expect, test } from 'vitest';
import { startSlackServer } from '../support/channels/slack-server.ts';
import type { Moment, VendorServer } from '../support/channels/vendor-server.ts';
import { startWebhookReceiver } from '../support/channels/webhook-receiver.ts';
import { type Platform, START_WITHIN_MS, startPlatform } from '../support/platform.ts';
import { sendOtlp } from '../support/send-otlp.ts';
import { CART, logsOf, nanos } from '../support/shop-telemetry.ts';
import { until } from '../support/until.ts';

const SEED = Number(process.env.SEED ?? Date.now() % 1_000_000);
const ROUNDS = 12;
const WITHIN_MS = 90_000;
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
const TOKEN = 'xoxb-of-the-kill-test';
const CONVERSATION = 'C0123456';
const MOMENTS = ['decided', 'received', 'taken', 'answered'] as const;

const ends: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Kills at the first request that reaches the moment. */
function killAt(server: VendorServer, moment: Moment, kill: () => void): void {
  let done = false;
  server.watch((now) => {
    if (done || now !== moment) return undefined;
    done = true;
    kill();
    // What was received and dropped is as if it had never left.
    return 'drop';
  });
}

async function answers(running: Platform): Promise<boolean> {
  return (await fetch(`${running.origin}/api/v1/status`)).status === 401;
}

/** Both channels on one route that waits for nothing. */
async function setUp(client: Client, webhook: string): Promise<void> {
  const made = [
    await client('createChannel', {
      name: 'hook',
      kind: 'webhook',
      settings: { url: webhook },
      secrets: { secret: SECRET },
    }),
    await client('createChannel', {
      name: 'slack',
      kind: 'slack',
      settings: { conversation: CONVERSATION },
      secrets: { botToken: TOKEN },
    }),
  ];
  for (const { id } of made) expect(await client('testChannel', { id })).toMatchObject({ ok: true });
  const channels = made.map(({ id }) => id);
  const route = { id: 'all', name: 'all', channels, groupWaitSeconds: 0 };
  await client('changeAlerting', { basedOn: 0, routes: [route], rotas: [], maintenance: [] });
}

test(
  'the engine is killed between decision, sending and noting: each incident and its end is told, and seen once',
  async () => {
    console.log(`seed ${SEED}`);
    const random = createRandom(SEED);
    const webhook = await startWebhookReceiver(SECRET, () => Date.now());
    ends.push(webhook.stop);
    const slack = await startSlackServer(TOKEN, CONVERSATION);
    ends.push(slack.stop);
    const running = await startPlatform({
      variables: { FORESHOCK_ALERTING_ALLOWED_RANGES: '127.0.0.1/32', FORESHOCK_ALERTING_SLACK_URL: slack.url },
    });
    ends.push(running.remove);
    const { client } = await running.signIn();
    const line = { timeUnixNano: nanos(Date.now()), severityNumber: 9, body: 'cart began' };
    await sendOtlp(running.otlpHttp, 'logs', logsOf(CART, [line]));
    const entity = await until('the service to be known', WITHIN_MS, async () =>
      (await client('listEntities', { kind: 'service' })).items.find(({ name }) => name === 'shop/cart'),
    );
    await setUp(client, webhook.url);

    const killOnce = async (round: number, act: (number: number) => Promise<unknown>): Promise<void> => {
      const moment = MOMENTS[round % MOMENTS.length]!;
      const server = random.between(0, 1) < 0.5 ? webhook : slack;
      const engine = running.pidOf('engine');
      const kill = (): void => void process.kill(engine, 'SIGKILL');
      if (moment === 'answered') killAt(server, moment, () => void pause(random.between(0, 8)).then(kill));
      else if (moment !== 'decided') killAt(server, moment, kill);
      // An answer may be lost with the engine: what it did is looked up at the end.
      const acts = [0, 1, 2].map((number) => act(number).catch(() => undefined));
      if (moment === 'decided') await pause(random.between(0, 1_500)).then(kill);
      await until(
        `another engine after ${moment}`,
        WITHIN_MS,
        () => running.pidOf('engine') !== engine,
        running.output,
      );
      await Promise.all(acts);
      await until('the engine to answer', WITHIN_MS, () => answers(running), running.output);
    };
    for (let round = 0; round < ROUNDS; round++)
      await killOnce(round, (number) =>
        client('declareIncident', {
          title: `round ${round}, number ${number}`,
          severity: 'critical',
          entity: entity.id,
        }),
      );
    const incidents = (await client('listIncidents', { limit: 100 })).items.map(({ id }) => id);
    expect(incidents.length).toBeGreaterThanOrEqual(ROUNDS);
    const told = (type: string) => webhook.events.filter((event) => event.type === type).map(({ data }) => data.id);
    await until('each to be told', WITHIN_MS, () => incidents.every((id) => told('incident.opened').includes(id)));
    for (let round = 0; round < MOMENTS.length; round++)
      await killOnce(round, async (number) => client('resolveIncident', { id: incidents[round * 3 + number]! }));
    for (const id of incidents) await client('resolveIncident', { id });
    const threads = () =>
      slack.messages.flatMap((one) =>
        one.thread_ts === undefined ? [String(one.metadata?.event_payload.thread)] : [],
      );
    const over = () => slack.messages.filter((one) => one.thread_ts === undefined && one.text.startsWith('Over:'));
    await until(
      'each end to be told',
      WITHIN_MS,
      () => incidents.every((id) => told('incident.resolved').includes(id)) && over().length >= incidents.length,
      () => [told('incident.resolved').length, over().length, incidents.length],
    );
    const sorted = [...incidents].sort();
    expect(told('incident.opened').sort(), `seed ${SEED}`).toEqual(sorted);
    expect(told('incident.resolved').sort(), `seed ${SEED}`).toEqual(sorted);
    const messages = threads().filter((thread) => thread.includes(':incident:'));
    expect(messages.map((thread) => thread.split(':').at(-1)).sort(), `seed ${SEED}`).toEqual(sorted);
    expect((await client('getAlerting', {})).deadLetters).toBe(0);
    console.log(`${incidents.length} incidents, ${webhook.requests.length} requests of the webhook`);
  },
  START_WITHIN_MS + 400_000,
);
