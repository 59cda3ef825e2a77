// Alerting over a real store with a clock that stands still, for tests.
import type { AlertRoute, AlertSettings } from '@foreshock/model/alert-settings.ts';
import type { AlertSubject } from '@foreshock/model/alert-state.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Notification } from '@foreshock/model/notification.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { createStillClock } from '../base/clock.ts';
import { createKeyRing } from '../base/crypto/key-ring.ts';
import { createLogger } from '../base/logger.ts';
import { createSelfTelemetry } from '../base/self-telemetry.ts';
import { changeAlertSettings, findAlertSettings } from '../store/metadata/alert-settings.ts';
import type { MetadataDatabase } from '../store/metadata/database.ts';
import { createChannelDesk } from './channel-desk.ts';
import { createNotificationDelivery } from './deliver-notifications.ts';
import { realEndpoints } from './notification-channel.ts';
import { createAlertRaising } from './raise-alerts.ts';
import { openSecrets } from './seal-secrets.ts';

export const NOON = Date.UTC(2026, 10, 23, 12); // a Monday

export const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

export function testRoute(fields: Partial<AlertRoute> = {}): AlertRoute {
  return {
    id: 'shop',
    name: 'shop',
    enabled: true,
    match: { kinds: [], services: [], failures: [], severities: [] },
    most: 'page',
    channels: ['chn_a'],
    escalation: [],
    pageActByMinutes: 60,
    groupWaitSeconds: 30,
    repeatHours: 4,
    digestAt: 9 * 60,
    timeZone: 'UTC',
    ...fields,
  };
}

export function testSubject(fields: Partial<AlertSubject> = {}): AlertSubject {
  return {
    kind: 'incident',
    id: 'inc_a',
    service: 'shop/checkout',
    services: ['shop/checkout'],
    entities: ['ent_checkout' as EntityId],
    severity: 'critical',
    declared: false,
    state: 'open',
    ...fields,
  };
}

export function testNotification(fields: Partial<Notification> = {}): Notification {
  return {
    id: 'ntf_aaaaaaaaaaaaa',
    type: 'incident.opened',
    reason: 'opened',
    level: 'page',
    thread: 'fs:acme:shop/checkout:incident:inc_a',
    state: 'open',
    severity: 'error',
    headline: 'checkout p95 2.1 s (usual 0.3 s): major, 23% of requests, since 12:00 UTC',
    title: 'checkout p95 2.1 s (usual 0.3 s)',
    facts: [{ label: 'Why', text: 'cart v42 leaks connections' }],
    links: [{ label: 'Open incident', url: 'https://foreshock.example/i/inc_a' }],
    source: 'shop/checkout',
    subject: { kind: 'incident', id: 'inc_a' },
    at: NOON,
    startedAt: NOON,
    data: { kind: 'incident', id: 'inc_a', service: 'shop/checkout', headline: 'checkout p95 2.1 s' },
    ...fields,
  };
}

/** Alerting as the engine composes it; time moves when the test says so. */
export function composeAlerting(db: MetadataDatabase, tenant: TenantId, start = NOON) {
  const clock = createStillClock(start);
  const keys = createKeyRing(new Uint8Array(32).fill(3));
  const names = { of: async () => new Map() };
  const channelTools = { rules: { allowed: ['127.0.0.1/32'] }, now: () => clock.now(), endpoints: realEndpoints };
  const origin = () => 'https://foreshock.example';
  const lines: string[] = [];
  const whisper = async () => {};
  const tools = { db, clock, keys, names, channelTools, origin, whisper };
  const delivery = () =>
    createNotificationDelivery({
      ...tools,
      logger: createLogger({ level: 'debug', name: 'test', write: (line) => void lines.push(line) }),
      telemetry: createSelfTelemetry(),
      chance: () => 0.5,
      drawPicture: async () => undefined,
      openSecrets: (of, channel, sealed) => openSecrets(sealed, of, channel, keys),
    });
  const raising = createAlertRaising(db, names, clock);
  const desk = createChannelDesk(tools);
  let running = delivery();
  return {
    clock,
    desk,
    raising,
    lines,
    /** As after a crash: what was in memory is gone. */
    restart: () => {
      running.stop();
      running = delivery();
    },
    async addWebhook(name: string, url: string, isTested = true): Promise<string> {
      const made = await desk.create(
        tenant,
        { name, kind: 'webhook', settings: { url }, secrets: { secret: WEBHOOK_SECRET } },
        'ana',
      );
      if (!made.ok) throw new Error(made.error.message);
      if (isTested) {
        const tested = await desk.test(tenant, made.value.channel.id, 'ana', new AbortController().signal);
        if (!tested.ok || !tested.value.ok) throw new Error(JSON.stringify(tested));
      }
      return made.value.channel.id;
    },
    async setRoutes(routes: readonly AlertRoute[], rest: Partial<AlertSettings> = {}): Promise<void> {
      const { version } = await findAlertSettings(db, tenant);
      const settings = { routes, rotas: [], maintenance: [], ...rest };
      const kept = await changeAlertSettings(db, tenant, { basedOn: version, settings, by: 'ana', now: clock.now() });
      if (!kept.ok) throw new Error(kept.error.message);
    },
    /** Lets so much time pass, then what is due happens. */
    async pass(ms: number): Promise<void> {
      clock.advance(ms);
      while (await raising.review(tenant));
      await running.deliverDue(tenant);
    },
  };
}
