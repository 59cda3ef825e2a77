/**
 * How long after somebody acknowledged in one place every other place shows it, and under which name: by each way in, on the
 * served API with alerting beside it, over loopback, against a Slack and a PagerDuty that hold to what theirs document.
 *
 *   node benchmarks/acknowledge-everywhere.ts [rounds]
 */
import { createClient } from '@foreshock/contract/client.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { SECOND } from '@foreshock/model/time.ts';
import { createWhisper } from '@foreshock/server/alerting/channels/slack-whisper.ts';
import { realEndpoints } from '@foreshock/server/alerting/notification-channel.ts';
import { openSecrets } from '@foreshock/server/alerting/seal-secrets.ts';
import { startAlerting } from '@foreshock/server/alerting/start-alerting.ts';
import { systemClock } from '@foreshock/server/base/clock.ts';
import { hmacSha256 } from '@foreshock/server/base/crypto/hmac.ts';
import { createKeyRing } from '@foreshock/server/base/crypto/key-ring.ts';
import { createLogger } from '@foreshock/server/base/logger.ts';
import { openEventStream } from '@foreshock/server/base/net/event-stream.ts';
import { createSelfTelemetry } from '@foreshock/server/base/self-telemetry.ts';
import { runCli } from '@foreshock/server/cli/run-cli.ts';
import { declareIncident } from '@foreshock/server/store/metadata/incident-commands.ts';
import { TEST_KEY } from '@foreshock/server/store/metadata/open-test-metadata.ts';
import { serveTestApi } from '../test/access/served-api.ts';
import { startPagerdutyServer } from '../test/support/channels/pagerduty-server.ts';
import { startSlackSocketServer } from '../test/support/channels/slack-socket-server.ts';
import { until } from '../test/support/until.ts';

const rounds = Number(process.argv[2] ?? 10);
const WITHIN_MS = 60 * SECOND;
/** Of no telemetry: names are not what is measured. */
const CART = 'ent_cart' as EntityId;
const CONVERSATION = 'C0123456789';
const SLACK = { bot: 'xoxb-of-the-benchmark', app: 'xapp-of-the-benchmark', signing: 'a'.repeat(32) };
const PAGER = { routing: 'R'.repeat(32), read: 'read-only-token-1', webhook: 'of the webhook' };

const slack = await startSlackSocketServer(SLACK, CONVERSATION);
const pager = await startPagerdutyServer(PAGER.routing, { readToken: PAGER.read });
const region = { us: pager.url, eu: pager.url };
const endpoints = { ...realEndpoints, slack: slack.url, pagerduty: region, pagerdutyRest: region };
const channelTools = { rules: { allowed: ['127.0.0.1/32'] }, now: () => systemClock.now(), endpoints };
const api = await serveTestApi({}, channelTools);
const tenant: TenantId = await api.newTenant();
const key = await api.keyOf(tenant, 'admin', 'ana');
const headers = { authorization: `Bearer ${key}` };
const client = createClient({ origin: api.origin, headers });
const logger = createLogger({ level: 'error', name: 'benchmark', write: (line) => console.error(line) });
const keys = createKeyRing(TEST_KEY);
const alerting = startAlerting({
  db: api.db,
  clock: systemClock,
  names: { of: async () => new Map() },
  origin: () => api.origin,
  channelTools,
  whisper: createWhisper(channelTools, logger),
  logger,
  telemetry: createSelfTelemetry(),
  chance: Math.random,
  openSecrets: (of, channel, sealed) => openSecrets(sealed, of, channel, keys),
  drawPicture: async () => undefined,
});

/** When each incident was first seen acknowledged on the stream that pages listen to, and by whom. */
const streamed = new Map<string, { readonly at: number; readonly by: string }>();
const listening = new AbortController();
const listener = (async () => {
  for await (const text of openEventStream(`${api.origin}/api/v1/incidents:watch`, headers, listening.signal)) {
    const { incident } = JSON.parse(text) as { incident: { id: string; acknowledgedBy: string | null } | null };
    if (incident?.acknowledgedBy && !streamed.has(incident.id))
      streamed.set(incident.id, { at: Date.now(), by: incident.acknowledgedBy });
  }
})().catch((error: unknown) => {
  if (!listening.signal.aborted) throw error;
});

const slackChannel = await client('createChannel', {
  ...{ name: 'slack', kind: 'slack', settings: { conversation: CONVERSATION, responders: 'U0123456=ana' } },
  secrets: { botToken: SLACK.bot, appToken: SLACK.app, signingSecret: SLACK.signing },
});
const pagers = {
  webhook: { routingKey: PAGER.routing, webhookSecret: PAGER.webhook },
  polling: { routingKey: PAGER.routing, readToken: PAGER.read },
};
const webhookPager = await client('createChannel', { name: 'pager', kind: 'pagerduty', secrets: pagers.webhook });
const polledPager = await client('createChannel', { name: 'asked', kind: 'pagerduty', secrets: pagers.polling });
for (const { id } of [slackChannel, webhookPager, polledPager]) await client('testChannel', { id });
const route = (pagerId: string) => ({
  id: 'all',
  name: 'all',
  channels: [slackChannel.id, pagerId],
  groupWaitSeconds: 0,
});
let version = 0;
const routeTo = async (id: string): Promise<void> => {
  const changed = await client('changeAlerting', { basedOn: version, routes: [route(id)], rotas: [], maintenance: [] });
  version = changed.version;
};
await until('a connection of Socket Mode', WITHIN_MS, () => slack.connections() === 1);

interface Told {
  readonly id: string;
  /** Of its alert in the pager. */
  readonly thread: string;
}

const press = ({ id }: Told) => ({
  type: 'block_actions',
  user: { id: 'U0123456' },
  channel: { id: CONVERSATION },
  actions: [{ action_id: 'ack', action_ts: String(Date.now() / SECOND), value: `incident ${id}` }],
});

async function post(path: string, body: string, signed: Readonly<Record<string, string>>): Promise<void> {
  const answer = await fetch(`${api.origin}${path}`, { method: 'POST', headers: signed, body });
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
}

const ways: Readonly<
  Record<string, { readonly pager: string; readonly by: string; act(told: Told): Promise<unknown> }>
> = {
  'API, dashboard': { pager: webhookPager.id, by: 'ana', act: ({ id }) => client('acknowledgeIncident', { id }) },
  'command line': {
    pager: webhookPager.id,
    by: 'ana',
    act: ({ id }) =>
      runCli(
        ['incidents', 'ack', id],
        {
          environment: { FORESHOCK_URL: api.origin, FORESHOCK_API_KEY: key },
          readText: () => undefined,
          print: () => {},
          complain: (line) => console.error(line),
        },
        new AbortController().signal,
      ),
  },
  'Slack, signed URL': {
    pager: webhookPager.id,
    by: 'ana',
    async act(told) {
      const body = new URLSearchParams({ payload: JSON.stringify(press(told)) }).toString();
      const at = String(Math.floor(Date.now() / SECOND));
      await post(`/hooks/slack/${slackChannel.id}`, body, {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': at,
        'x-slack-signature': `v0=${hmacSha256(SLACK.signing, `v0:${at}:${body}`, 'hex')}`,
      });
    },
  },
  'Slack, Socket Mode': {
    pager: webhookPager.id,
    by: 'ana',
    // Slack may send an envelope twice.
    act: async (told) => slack.sendAgain(slack.press(press(told))),
  },
  'PagerDuty, webhook': {
    pager: webhookPager.id,
    by: 'Ben',
    async act({ thread }) {
      pager.act(thread, 'acknowledge', 'Ben');
      const agent = { type: 'user_reference', summary: 'Ben' };
      const event = {
        ...{ id: `e ${thread}`, event_type: 'incident.acknowledged', occurred_at: new Date().toISOString() },
        ...{ agent, data: { incident_key: thread } },
      };
      const body = JSON.stringify({ event });
      const signed = { 'x-pagerduty-signature': `v1=${hmacSha256(PAGER.webhook, body, 'hex')}` };
      // As after an answer that was lost.
      for (let times = 0; times < 2; times += 1)
        await post(`/hooks/pagerduty/${webhookPager.id}`, body, { 'content-type': 'application/json', ...signed });
    },
  },
  'PagerDuty, polling': {
    pager: polledPager.id,
    by: 'Ben',
    act: async ({ thread }) => pager.act(thread, 'acknowledge', 'Ben'),
  },
};

try {
  for (const [name, way] of Object.entries(ways)) {
    await routeTo(way.pager);
    const seen: Record<'stream' | 'slack' | 'pager', number[]> = { stream: [], slack: [], pager: [] };
    let others = 0;
    let echoes = 0;
    for (let round = 0; round < rounds; round += 1) {
      const title = `${name} ${round}`;
      const declared = { title, severity: 'critical', entity: CART, startedAt: Date.now() } as const;
      const { id } = await declareIncident(api.db, tenant, declared, { by: 'cleo', now: Date.now() });
      const messageOf = () => slack.messages.find(({ blocks }) => JSON.stringify(blocks).includes(id));
      const alertOf = () => pager.alerts.find(({ key: thread }) => thread.endsWith(id));
      await until(`${title} to be told`, WITHIN_MS, () => messageOf() && alertOf() && true);
      // Anywhere between two polls.
      await new Promise((resolve) =>
        setTimeout(resolve, Math.random() * 4 * SECOND * (way.pager === polledPager.id ? 1 : 0.1)),
      );
      const began = Date.now();
      await way.act({ id, thread: alertOf()!.key });
      const watch = async (what: keyof typeof seen, isThere: () => number | undefined): Promise<void> => {
        while (isThere() === undefined) {
          if (Date.now() - began > WITHIN_MS) throw new Error(`${title}: never seen in ${what}`);
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
        seen[what].push((isThere() ?? began) - began);
      };
      await Promise.all([
        watch('stream', () => streamed.get(id)?.at),
        watch('slack', () => (JSON.stringify(messageOf()).includes(`${way.by} is on it`) ? Date.now() : undefined)),
        watch('pager', () => (alertOf()?.state === 'acknowledged' ? Date.now() : undefined)),
      ]);
      const { items } = await client('getIncidentTimeline', { id });
      echoes += items.filter(({ kind }) => kind === 'acknowledged').length - 1;
      if (streamed.get(id)?.by !== way.by) others += 1;
    }
    const at = (of: number[], share: number): string => {
      const sorted = [...of].sort((a, b) => a - b);
      return `${sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]}`;
    };
    const columns = Object.entries(seen).map(([where, of]) => `${where} ${at(of, 0.5)} / ${at(of, 0.99)} ms`);
    console.log(`${name}: ${columns.join(', ')} (p50 / p99 of ${rounds}); other names ${others}, told twice ${echoes}`);
  }
} finally {
  listening.abort();
  await listener;
  await alerting.stop();
  await api.remove();
  await slack.stop();
  await pager.stop();
}
