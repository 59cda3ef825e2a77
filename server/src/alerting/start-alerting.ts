// Decides whom to tell of what analysis found, and tells them. Lives beside analysis: a channel that hangs delays no tick.

import type { Findings } from '@foreshock/model/findings.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { SECOND } from '@foreshock/model/time.ts';
import { every } from '../base/schedule.ts';
import { listTenantsToReview } from '../store/metadata/alerts.ts';
import type { DecideInTick } from '../store/metadata/findings.ts';
import { listTenantsToTell } from '../store/metadata/notifications.ts';
import { createNotificationDelivery, type DeliveryTools } from './deliver-notifications.ts';
import { type SlackListeningTools, startSlackListening } from './listen-to-slack.ts';
import { startPagerdutyPolling } from './poll-pagerduty.ts';
import { createAlertRaising } from './raise-alerts.ts';

export interface Alerting {
  decide(tenant: TenantId, findings: Findings): Promise<DecideInTick>;
  /** Attempts in hand are ended; the outbox keeps what has not arrived. */
  stop(): Promise<void>;
}

/** A decision is to leave within a second: `benchmarks/alert-delivery.ts`. Each beat asks two questions by an index. */
const BEAT_MS = SECOND / 4;

export function startAlerting(tools: DeliveryTools & SlackListeningTools): Alerting {
  const { db, names, clock, logger } = tools;
  const raising = createAlertRaising(db, names, clock);
  const delivery = createNotificationDelivery(tools);
  const listening = startSlackListening(tools);
  const polling = startPagerdutyPolling(tools);
  const onError = (error: unknown): void => logger.error('alerting failed', { error });
  const deliver = (tenant: TenantId): void => void delivery.deliverDue(tenant).catch(onError);
  const reviews = every({
    intervalMs: BEAT_MS,
    work: async () => {
      for (const tenant of await listTenantsToReview(db, clock.now())) {
        while (await raising.review(tenant));
        deliver(tenant);
      }
    },
    onError,
  });
  // On a beat of its own, which a slow channel may hold; the queues of the others go on in the meantime.
  const deliveries = every({
    intervalMs: BEAT_MS,
    work: async () => {
      for (const tenant of await listTenantsToTell(db, clock.now())) deliver(tenant);
    },
    onError,
  });
  return {
    decide: raising.decide,
    async stop() {
      delivery.stop();
      await Promise.all([reviews.stop(), deliveries.stop(), listening.stop(), polling.stop()]);
    },
  };
}
