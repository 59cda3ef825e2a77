// The outbox -> channels. One queue for each channel, so that a slow one holds up nobody. What is to leave is on disk,
// with the count of its attempts, before it leaves: after a crash the same is sent again under the same id.
import type { AlertChannel } from '@foreshock/model/alert-channel.ts';
import type { Result } from '@foreshock/model/known-error.ts';
import { isRetryable } from '@foreshock/model/known-error.ts';
import type { TellReason } from '@foreshock/model/notification.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { HOUR, MINUTE, SECOND } from '@foreshock/model/time.ts';
import { type CircuitBreaker, createCircuitBreaker } from '../base/circuit-breaker.ts';
import type { Clock } from '../base/clock.ts';
import { hashId } from '../base/crypto/digest.ts';
import type { Chance } from '../base/crypto/random.ts';
import { createToken } from '../base/crypto/token.ts';
import type { Logger } from '../base/logger.ts';
import { pauseAfter } from '../base/retry.ts';
import type { SelfTelemetry } from '../base/self-telemetry.ts';
import {
  findAlertChannel,
  findChannelThread,
  listAlertChannels,
  noteChannelHealth,
} from '../store/metadata/alert-channels.ts';
import { type Db, inTransaction } from '../store/metadata/in-transaction.ts';
import {
  beginAttempt,
  enqueue,
  findNextDue,
  hurryWaiting,
  listDueChannels,
  mayHaveArrived,
  noteFailed,
  noteSent,
  type OutboxRow,
} from '../store/metadata/notifications.ts';
import { type ComposeTools, composeNotification } from './compose-notification.ts';
import { createNotificationChannel, showsPictures } from './create-notification-channel.ts';
import type { ChannelSecrets, ChannelTools, Receipt } from './notification-channel.ts';
import type { DrawPicture } from './pictures/create-pictures.ts';

export interface DeliveryTools extends ComposeTools {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly telemetry: SelfTelemetry;
  readonly chance: Chance;
  readonly channelTools: ChannelTools;
  readonly drawPicture: DrawPicture;
  /** `undefined` when they cannot be opened. */
  readonly openSecrets: (tenant: TenantId, channel: string, sealed: Uint8Array) => ChannelSecrets | undefined;
}

export interface NotificationDelivery {
  /** Sends what is due on every channel that is free; resolves when nothing more can be sent now. */
  deliverDue(tenant: TenantId): Promise<void>;
  /** Ends attempts in hand; they are made again at the next start. */
  stop(): void;
}

/** What somebody looks at for the first time, or anew. */
const PICTURED: ReadonlySet<TellReason> = new Set(['opened', 'worsened', 'escalated']);
const BACK_OFF = { firstMs: 5 * SECOND, maxMs: 15 * MINUTE, factor: 2 };
const GIVEN_UP_AFTER_MS = 24 * HOUR;
/** A channel that fails so often in a row is down: one attempt a minute until it takes one. */
const FAILURES_IN_A_ROW = 3;
const PAUSE_MS = MINUTE;

export function createNotificationDelivery(tools: DeliveryTools): NotificationDelivery {
  const { db, clock, logger, telemetry } = tools;
  const breakers = new Map<string, CircuitBreaker>();
  const busy = new Map<string, Promise<void>>();
  const ended = new AbortController();
  const attempts = telemetry.counter('foreshock.alerting.attempts', {
    unit: '{attempt}',
    description: 'Attempts to deliver a notification, by kind of channel and outcome.',
  });

  const withoutPicture = telemetry.counter('foreshock.alerting.pictures_refused', {
    unit: '{picture}',
    description: 'Pictures that the other side did not take, by kind of channel; their notifications arrived.',
  });

  async function workOff(tenant: TenantId, id: string, breaker: CircuitBreaker): Promise<void> {
    while (!ended.signal.aborted && breaker.closedUntil(clock.now()) === undefined) {
      const row = await findNextDue(db, tenant, id, clock.now());
      const found = row && (await findAlertChannel(db, tenant, id));
      if (!row || !found || found.channel.paused) return;
      const result = await attempt(tenant, row, found.channel, found.sealed);
      if (result === 'skipped') continue;
      breaker.note(result.ok, clock.now());
      if (ended.signal.aborted) return;
      await note(tenant, row, found.channel, result, breaker);
    }
  }

  async function attempt(
    tenant: TenantId,
    row: OutboxRow,
    channel: AlertChannel,
    sealed: Uint8Array,
  ): Promise<Result<Receipt> | 'skipped'> {
    const now = clock.now();
    const content = row.content ?? (await composeNotification(tenant, row, tools, now));
    if (!content) {
      await noteFailed(db, tenant, row, 'what it was about is gone', undefined);
      return 'skipped';
    }
    const arrived = await mayHaveArrived(db, tenant, row.channel, row.thread);
    const reference = await findChannelThread(db, tenant, row.channel, row.thread);
    if (!(await beginAttempt(db, tenant, row.id, content, now))) return 'skipped';
    const secrets = tools.openSecrets(tenant, channel.id, sealed);
    if (!secrets)
      return {
        ok: false,
        error: { code: 'channel-unavailable', message: 'the secrets of the channel cannot be opened: set them again' },
      };
    const { kind, settings } = channel;
    const port = createNotificationChannel({ kind, settings, secrets }, tools.channelTools);
    const isShown = showsPictures(kind) && PICTURED.has(content.reason);
    const picture = isShown ? await tools.drawPicture(tenant, content) : undefined;
    const delivery = { notification: content, reference, mayHaveArrived: arrived, signal: ended.signal };
    return port.deliver({ ...delivery, ...(picture && { picture }) });
  }

  async function note(
    tenant: TenantId,
    row: OutboxRow,
    channel: AlertChannel,
    result: Result<Receipt>,
    breaker: CircuitBreaker,
  ): Promise<void> {
    const now = clock.now();
    const outcome = result.ok ? 'sent' : result.error.code;
    attempts.add(1, { kind: channel.kind, outcome });
    if (result.ok) {
      const { pictureRefused } = result.value;
      if (pictureRefused !== undefined) {
        withoutPicture.add(1, { kind: channel.kind });
        logger.warn('notification went without its picture', { channel: channel.id, reason: pictureRefused });
      }
      await noteSent(db, tenant, row, result.value.reference, now);
      await noteChannelHealth(db, tenant, channel.id, { isTest: false, now });
      if (channel.failingSince === undefined) return;
      // What was put off while the channel was away need not wait its pause out.
      await hurryWaiting(db, tenant, channel.id, now);
      await tellOfChannel(tenant, channel, 'ended');
      return;
    }
    const { error } = result;
    const retries = isRetryable(error) && now - row.since < GIVEN_UP_AFTER_MS;
    const pause = Math.max(pauseAfter(row.attempts + 1, BACK_OFF, tools.chance), error.retryAfterMs ?? 0);
    await noteFailed(db, tenant, row, error.message, retries ? now + pause : undefined);
    if (!retries) logger.error('notification given up', { tenant, channel: channel.id, notification: row.id });
    // What one notification holds is no fault of the channel.
    if (!isRetryable(error)) return;
    const begins = breaker.closedUntil(now) !== undefined && channel.failingSince === undefined;
    if (begins || channel.failingSince !== undefined)
      await noteChannelHealth(db, tenant, channel.id, { error: error.message, isTest: false, now });
    if (!begins) return;
    logger.warn('notification channel fails', { tenant, channel: channel.id });
    await tellOfChannel(tenant, channel, 'channel-failing');
  }

  /** By another channel that is well; by none when there is none, and the page shows it. */
  async function tellOfChannel(tenant: TenantId, of: AlertChannel, reason: 'channel-failing' | 'ended'): Promise<void> {
    const others = await listAlertChannels(db, tenant);
    const other = others.find(
      ({ id, paused, failingSince, testedAt }) =>
        id !== of.id && !paused && failingSince === undefined && testedAt !== undefined,
    );
    if (!other) return;
    const now = clock.now();
    const thread = `fs:${tenant}:channel:${of.id}`;
    const entry = { id: hashId('ntf_', createToken()), channel: other.id, thread, kind: '' as const, subject: of.id };
    await inTransaction(db, (trx) =>
      enqueue(trx, tenant, { ...entry, route: '', reason, level: 'notify' }, { dueAt: now, now }),
    );
  }

  function queueOf(tenant: TenantId, id: string): Promise<void> {
    const key = `${tenant} ${id}`;
    const running = busy.get(key);
    if (running) return running;
    const breaker = breakers.get(key) ?? createCircuitBreaker(FAILURES_IN_A_ROW, PAUSE_MS);
    breakers.set(key, breaker);
    const work = workOff(tenant, id, breaker)
      .catch((error: unknown) => logger.error('delivery failed', { tenant, channel: id, error }))
      .finally(() => busy.delete(key));
    busy.set(key, work);
    return work;
  }

  return {
    async deliverDue(tenant) {
      const channels = await listDueChannels(db, tenant, clock.now());
      await Promise.all(channels.map((id) => queueOf(tenant, id)));
    },
    stop: () => ended.abort(),
  };
}
