// Asks PagerDuty what people did with what is open, for channels with a token to read. Nothing of ours need be public for it.
// What a person did there is done here once; what our own calls brought about is no person's.
import type { AlertChannel } from '@foreshock/model/alert-channel.ts';
import { isRetryable } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { MINUTE, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import type { Chance } from '../base/crypto/random.ts';
import type { Logger } from '../base/logger.ts';
import { pauseAfter } from '../base/retry.ts';
import { every } from '../base/schedule.ts';
import type { SelfTelemetry } from '../base/self-telemetry.ts';
import { findLastHeard, listChannelsOfKind, noteChannelHearing } from '../store/metadata/alert-channels.ts';
import { listOpenAlerts } from '../store/metadata/alerts.ts';
import type { Db } from '../store/metadata/in-transaction.ts';
import { findPagerdutyIncident, type PagerdutyIncident } from './channels/pagerduty-incident.ts';
import { isPerson, type PagerdutyEvent, takePagerdutyEvent } from './hear-pagerduty.ts';
import type { ChannelSecrets, ChannelTools } from './notification-channel.ts';

export interface PagerdutyPollingTools {
  readonly db: Db;
  readonly logger: Logger;
  readonly telemetry: SelfTelemetry;
  readonly chance: Chance;
  readonly channelTools: ChannelTools;
  readonly openSecrets: (tenant: TenantId, channel: string, sealed: Uint8Array) => ChannelSecrets | undefined;
}

export interface PagerdutyPolling {
  /** One round for every channel that is due. A channel that is still being asked is left alone. */
  look(signal: AbortSignal): Promise<void>;
}

/** An acknowledgement is to be seen everywhere within ten seconds. */
export const LOOKS_EVERY_MS = 4 * SECOND;
/** In each round, those that were asked longest ago: 120 requests a minute, of 960 that a key of PagerDuty's may make. */
const MOST_THREADS = 8;
const BACK_OFF = { firstMs: 5 * SECOND, maxMs: 2 * MINUTE, factor: 2 };
/** A key of theirs is cut at the same place when it is sent. */
const MOST_KEY = 255;

/** How a channel is being asked; forgotten at a restart. */
interface Turn {
  /** By thread, when it was asked last. */
  readonly askedAt: Map<string, Timestamp>;
  failures: number;
  notBefore: Timestamp;
  busy: boolean;
}

interface PolledChannel {
  readonly tenant: TenantId;
  readonly channel: AlertChannel;
  readonly sealed: Uint8Array;
}

export function createPagerdutyPolling(tools: PagerdutyPollingTools): PagerdutyPolling {
  const { db, logger, chance, channelTools } = tools;
  const turns = new Map<string, Turn>();
  const asked = tools.telemetry.counter('foreshock.alerting.polls', {
    unit: '{request}',
    description: 'Questions to a pager about what people did there, by outcome.',
  });

  async function poll({ tenant, channel, sealed }: PolledChannel, turn: Turn, signal: AbortSignal): Promise<void> {
    const threads = await threadsOf(db, tenant, channel.id);
    for (const thread of turn.askedAt.keys()) if (!threads.includes(thread)) turn.askedAt.delete(thread);
    const due = threads.sort((a, b) => (turn.askedAt.get(a) ?? 0) - (turn.askedAt.get(b) ?? 0)).slice(0, MOST_THREADS);
    const token = tools.openSecrets(tenant, channel.id, sealed)?.readToken;
    for (const thread of due) {
      if (signal.aborted) return;
      const question = { region: channel.settings.region, token: token ?? '', key: thread.slice(0, MOST_KEY) };
      const found = await findPagerdutyIncident(question, channelTools, signal);
      // What was cut off by our own end says nothing of the other side.
      if (signal.aborted) return;
      const now = channelTools.now();
      turn.askedAt.set(thread, now);
      asked.add(1, { outcome: found.ok ? 'answered' : found.error.code });
      if (!found.ok) {
        turn.failures += 1;
        const pause = isRetryable(found.error) ? pauseAfter(turn.failures, BACK_OFF, chance) : BACK_OFF.maxMs;
        turn.notBefore = now + Math.max(pause, found.error.retryAfterMs ?? 0);
        logger.warn('pager not read', { channel: channel.id, reason: found.error.message });
        await noteChannelHearing(db, tenant, channel.id, { error: found.error.message, now });
        return;
      }
      turn.failures = 0;
      const event = found.value && (await eventOf(found.value, thread, { tenant, channel }, db));
      if (event) await takePagerdutyEvent(event, { tenant, channel }, db, now);
    }
    if (due.length > 0 && channel.deafSince !== undefined)
      await noteChannelHearing(db, tenant, channel.id, { now: channelTools.now() });
  }

  return {
    async look(signal) {
      const channels = (await listChannelsOfKind(db, 'pagerduty')).filter(
        ({ channel }) => !channel.paused && channel.secrets.includes('readToken'),
      );
      for (const id of turns.keys()) if (!channels.some(({ channel }) => channel.id === id)) turns.delete(id);
      const polls = channels.map(async (one) => {
        const known = turns.get(one.channel.id);
        const turn = known ?? { askedAt: new Map(), failures: 0, notBefore: 0, busy: false };
        turns.set(one.channel.id, turn);
        if (turn.busy || channelTools.now() < turn.notBefore) return;
        turn.busy = true;
        await poll(one, turn, signal)
          .catch((error: unknown) => logger.error('pager not read', { channel: one.channel.id, error }))
          .finally(() => {
            turn.busy = false;
          });
      });
      await Promise.all(polls);
    },
  };
}

/** A slow pager holds up no other: rounds begin on time, and leave alone who is still being asked. */
export function startPagerdutyPolling(tools: PagerdutyPollingTools): { stop(): Promise<void> } {
  const polling = createPagerdutyPolling(tools);
  const stopped = new AbortController();
  const onError = (error: unknown): void => tools.logger.error('channels of the pager not read', { error });
  const rounds = new Set<Promise<void>>();
  const begin = (): void => {
    const round: Promise<void> = polling
      .look(stopped.signal)
      .catch(onError)
      .finally(() => rounds.delete(round));
    rounds.add(round);
  };
  const looks = every({ intervalMs: LOOKS_EVERY_MS, work: begin, onError });
  return {
    async stop() {
      stopped.abort();
      await looks.stop();
      await Promise.all(rounds);
    },
  };
}

/** Of what goes on and was told there. */
async function threadsOf(db: Db, tenant: TenantId, channel: string): Promise<string[]> {
  const told = (await listOpenAlerts(db, tenant)).filter(({ state }) => state.told?.channels.includes(channel));
  return [...new Set(told.map(({ thread }) => thread))];
}

/** What a person did with it last; ids are made of what does not change while that stands. */
async function eventOf(
  { id, status, acknowledgements, changed }: PagerdutyIncident,
  thread: string,
  { tenant, channel }: Omit<PolledChannel, 'sealed'>,
  db: Db,
): Promise<PagerdutyEvent | undefined> {
  switch (status) {
    case 'acknowledged': {
      const first = acknowledgements.find(({ by }) => isPerson(by));
      if (!first) return undefined;
      const { by, at } = first;
      return { id: `${id} acknowledged ${at}`, kind: 'acknowledge', thread, person: by.summary ?? 'PagerDuty', at };
    }
    case 'resolved': {
      if (!changed || !isPerson(changed.by)) return undefined;
      const { by, at } = changed;
      return { id: `${id} resolved ${at}`, kind: 'resolve', thread, person: by.summary ?? 'PagerDuty', at };
    }
    case 'triggered': {
      // Its acknowledgement ran out: nobody is on it there, and escalation goes on here.
      const heard = await findLastHeard(db, tenant, channel.id, `${id} acknowledged `);
      if (heard === undefined) return undefined;
      return { id: `${heard}, ran out`.slice(0, 200), kind: 'leave', thread, person: 'PagerDuty', at: changed?.at };
    }
  }
}
