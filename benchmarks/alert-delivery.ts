/**
 * How long after a decision its first byte reaches the receiver's socket, on the real program with a webhook on loopback.
 * `node benchmarks/alert-delivery.ts [incidents]`; routes wait for nothing, so what is measured is ours.
 */
import type { Client } from '@foreshock/contract/client.ts';
import { createRandom } from '@foreshock/simulator/random.ts';
import { startVendorServer } from '../test/support/channels/vendor-server.ts';
import { startPlatform } from '../test/support/platform.ts';
import { sendOtlp } from '../test/support/send-otlp.ts';
import { CART, logsOf, nanos } from '../test/support/shop-telemetry.ts';
import { until } from '../test/support/until.ts';

const incidents = Number(process.argv[2] ?? 300);
const random = createRandom(1);
const arrivedAt = new Map<string, number>();
const receiver = await startVendorServer(({ headers }) => {
  arrivedAt.set(String(headers['webhook-id']), Date.now());
  return { status: 204 };
});
const running = await startPlatform({ variables: { FORESHOCK_ALERTING_ALLOWED_RANGES: '127.0.0.1/32' } });
try {
  const { client } = await running.signIn();
  await sendOtlp(running.otlpHttp, 'logs', logsOf(CART, [{ timeUnixNano: nanos(Date.now()), body: 'cart began' }]));
  const entity = await until('the service to be known', 60_000, async () =>
    (await client('listEntities', { kind: 'service' })).items.find(({ name }) => name === 'shop/cart'),
  );
  const { id } = await client('createChannel', { name: 'hook', kind: 'webhook', settings: { url: receiver.url } });
  await client('testChannel', { id });
  const route = { id: 'all', name: 'all', channels: [id], groupWaitSeconds: 0 };
  await client('changeAlerting', { basedOn: 0, routes: [route], rotas: [], maintenance: [] });
  const declaredAt = new Map<string, number>();
  for (let number = 0; number < incidents; number += 1) {
    const title = `number ${number}`;
    const declared = await client('declareIncident', { title, severity: 'critical', entity: entity.id });
    declaredAt.set(declared.id, Date.now());
    // Faster than one in 100 ms nobody declares; anywhere within a beat.
    await new Promise((resolve) => setTimeout(resolve, random.between(100, 400)));
  }
  await until('all to arrive', 60_000, () => arrivedAt.size > incidents);
  const sent = (await listAll(client)).filter(({ subject }) => declaredAt.has(subject));
  print(
    'decision to socket',
    sent.map((one) => arrivedAt.get(one.id)! - Date.parse(one.dueAt)),
  );
  print(
    'declared to socket',
    sent.map((one) => arrivedAt.get(one.id)! - declaredAt.get(one.subject)!),
  );
} finally {
  await running.remove();
  await receiver.stop();
}

async function listAll(client: Client) {
  const items = [];
  let cursor: string | undefined;
  do {
    const page = await client('listNotifications', { state: 'sent', limit: 200, ...(cursor && { cursor }) });
    items.push(...page.items);
    cursor = page.next ?? undefined;
  } while (cursor !== undefined);
  return items;
}

function print(what: string, durations: number[]): void {
  const sorted = durations.sort((a, b) => a - b);
  const at = (share: number): string => `${sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]} ms`;
  console.log(
    `${what}: ${sorted.length} notifications, p50 ${at(0.5)}, p90 ${at(0.9)}, p99 ${at(0.99)}, most ${at(1)}`,
  );
}
