import { mkdir } from 'node:fs/promises';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { MINUTE, SECOND } from '@foreshock/model/time.ts';
import { Admin } from '@platformatic/kafka';
import { delay, every, timedOut, withTimeout } from '../../base/schedule.ts';
import { writeAcceptedKeys } from '../accepted-keys.ts';
import { deliver } from '../deliver.ts';
import { openDamageLog } from '../journal/damage-log.ts';
import { RESEND_WINDOW_MS } from '../journal/recent-requests.ts';
import type { Delivery, StreamBacklog, StreamConsumer, StreamPosition } from '../telemetry-stream.ts';
import { connectionOptions, findBrokerRefusal, reasonOf } from './kafka-clients.ts';
import { createMessageOpener } from './kafka-message.ts';
import { formatPlace, parsePlace } from './kafka-position.ts';
import type { KafkaStreamOptions } from './kafka-stream-options.ts';
import { writeKeysToTopic } from './keys-topic.ts';
import {
  commitOffset,
  committedOffset,
  deleteBelow,
  firstOffsetFrom,
  openTopic,
  type Topic,
  topicRange,
} from './open-topic.ts';
import { createMessageReader, type MessageReader, type ReadMessage } from './read-messages.ts';
import { createSeenRequests } from './seen-requests.ts';
import { readStoredPlace, type StoredPlace, writeStoredPlace } from './stored-place.ts';

const FIRST_CONNECTION_WITHIN_MS = 10 * SECOND;
/** A revoked key is refused within a minute even when one attempt fails. */
const KEYS_WITHIN_MS = 5 * SECOND;
const FIRST_PAUSE_MS = SECOND;
const MAX_PAUSE_MS = 8 * SECOND;

interface Session {
  readonly topic: Topic;
  readonly reader: MessageReader;
  /** Messages below are stored; they are read only to know what was seen. */
  readonly resumeAt: bigint;
}

interface Delivered {
  readonly offset: bigint;
  readonly bytes: number;
  readonly receivedAt: number;
}

/** The reading side. Only one may be open on a topic. */
export async function openKafkaConsumer(options: KafkaStreamOptions): Promise<Result<StreamConsumer>> {
  const { directory, keys, clock, logger, config, kafka } = options;
  const connection = await connectionOptions(kafka);
  if (!connection.ok) return connection;
  await mkdir(directory, { recursive: true, mode: 0o700 });

  const admin = new Admin(connection.value);
  const closing = new AbortController();
  const seen = createSeenRequests(RESEND_WINDOW_MS);
  const open = createMessageOpener(keys);
  const damaged = await openDamageLog(directory);
  let stored = await readStoredPlace(directory);
  let session: Session | undefined;
  /** The next message to read, and the one that will be written next. */
  let cursor = 0n;
  let end = 0n;
  /** In order: delivered and not yet committed. */
  let delivered: Delivered[] = [];
  let readBytes = 0;
  let readCount = 0;
  let consuming: Promise<void> = Promise.resolve();
  let committing: Promise<unknown> = Promise.resolve();
  let told: bigint | undefined;
  /** Places that were stored, each with when: what is older than the margin may go from the topic. */
  let storedSince: { readonly offset: bigint; readonly at: number }[] = [];

  const report = async (from: StreamPosition, bytes: number, reason: string): Promise<void> => {
    logger.error('stream damaged', { from, bytes, reason });
    try {
      await damaged.add({ from, bytes, reason });
    } catch (error) {
      logger.error('damage not noted', { error });
    }
  };
  const positionOf = (topic: Topic, offset: bigint): StreamPosition =>
    formatPlace({ topic: topic.id.slice(0, 8), offset });

  const connect = async (): Promise<Session> => {
    const topic = await openTopic(admin, kafka, 'telemetry');
    const { first, next } = await topicRange(admin, topic);
    const isSameTopic = stored?.topic === topic.id.slice(0, 8);
    if (stored !== undefined && !isSameTopic) {
      await report(formatPlace(stored), 0, 'topic was deleted and made again; what it still held is lost');
    }
    let resumeAt = isSameTopic ? stored!.offset : ((await committedOffset(admin, topic, kafka.topic)) ?? first);
    if (resumeAt < first) {
      await report(
        positionOf(topic, resumeAt),
        0,
        `${first - resumeAt} messages were deleted from the topic before they were stored`,
      );
      resumeAt = first;
    } else if (resumeAt > next) {
      await report(positionOf(topic, next), 0, `${resumeAt - next} stored messages are gone from the topic`);
      resumeAt = next;
    }
    const since = isSameTopic ? stored!.receivedAt - RESEND_WINDOW_MS : undefined;
    const lately = since === undefined ? undefined : await firstOffsetFrom(admin, topic, since);
    cursor = lately !== undefined && lately < resumeAt ? lately : resumeAt;
    end = next;
    return { topic, reader: createMessageReader(connection.value, topic), resumeAt };
  };
  let lastError: unknown;
  const tryToConnect = async (): Promise<void> => {
    try {
      session = await connect();
    } catch (error) {
      logger.warn('brokers not reached', { reason: reasonOf(error) });
      lastError = error;
    }
  };
  const connecting = tryToConnect();
  await withTimeout(connecting, FIRST_CONNECTION_WITHIN_MS);
  const refusal = session === undefined ? findBrokerRefusal(lastError) : undefined;
  if (refusal !== undefined) {
    await admin.close();
    return failure(
      'configuration-invalid',
      `kafka.brokers ${kafka.brokers}: ${refusal}; see to kafka.user, kafka.password and kafka.caFile`,
    );
  }

  const handOver = async (
    { topic, resumeAt }: Session,
    { offset, value }: ReadMessage,
    handle: (delivery: Delivery) => Promise<void>,
  ): Promise<void> => {
    const position = positionOf(topic, offset);
    const opened = open(value);
    if (opened === 'wrong-key') throw new Error(`message ${position} was sealed with another master key`);
    const bytes = value?.length ?? 0;
    if (opened === 'damaged') {
      if (offset >= resumeAt) await report(position, bytes, 'message is not as it was written');
    } else if (!seen.isRepetition(opened) && offset >= resumeAt) {
      delivered.push({ offset, bytes, receivedAt: opened.request.receivedAt });
      cursor = offset + 1n;
      await deliver({ position, request: opened.request }, handle, { logger, signal: closing.signal });
    }
    cursor = offset + 1n;
    readBytes += bytes;
    readCount += 1;
  };

  const consumeAll = async (handle: (delivery: Delivery) => Promise<void>): Promise<void> => {
    await connecting;
    let pauseMs = FIRST_PAUSE_MS;
    while (!closing.signal.aborted) {
      try {
        session ??= await connect();
        const current = session;
        const { messages, next, isOutOfRange } = await current.reader.read(cursor);
        if (next !== undefined) end = next;
        if (isOutOfRange) throw new Error(`place ${cursor} does not exist`);
        pauseMs = FIRST_PAUSE_MS;
        for (const message of messages) {
          if (closing.signal.aborted) return;
          await handOver(current, message, handle);
        }
      } catch (error) {
        if (closing.signal.aborted) return;
        logger.warn('stream not read', { reason: reasonOf(error), retryAfterMs: pauseMs });
        await delay(pauseMs, closing.signal);
        pauseMs = Math.min(MAX_PAUSE_MS, pauseMs * 2);
        await reconnectWhenReplaced();
      }
    }
  };

  /** A topic that lost our place, or is another one by now, begins anew; for anything else the reader goes on. */
  const reconnectWhenReplaced = async (): Promise<void> => {
    const current = session;
    if (current === undefined || delivered.length > 0) return;
    try {
      const topic = await openTopic(admin, kafka, 'telemetry');
      const { first, next } = await topicRange(admin, topic);
      const isWhole = topic.id === current.topic.id && topic.leader === current.topic.leader;
      if (isWhole && cursor >= first && cursor <= next) return;
    } catch (error) {
      logger.debug('topic not looked at', { reason: reasonOf(error) });
      return;
    }
    session = undefined;
    await current.reader.close();
  };

  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const done = committing.then(work);
    committing = done.catch(() => undefined);
    return done;
  };

  const save = async (place: StoredPlace): Promise<void> => {
    await writeStoredPlace(directory, place);
    stored = place;
  };

  const commit = async (position: StreamPosition): Promise<Result<void>> => {
    const place = parsePlace(position);
    if (place === undefined) return failure('input-invalid', `"${position}" is no position of a topic`);
    if (stored?.topic === place.topic && place.offset < stored.offset) return success();
    const last = delivered.findLast(({ offset }) => offset <= place.offset);
    if (last?.offset !== place.offset) return failure('input-invalid', `position ${position} was not delivered`);
    try {
      await save({ topic: place.topic, offset: place.offset + 1n, receivedAt: last.receivedAt });
      delivered = delivered.filter(({ offset }) => offset > place.offset);
      return success();
    } catch (error) {
      logger.error('stored place not written', { error });
      return failure('stream-unavailable', 'cannot write how far the store is; commit again', SECOND);
    }
  };

  /** Tells the brokers, whom the gateways ask. The file beside the store is what counts for us. */
  const tellBrokers = async (): Promise<void> => {
    if (session === undefined || stored === undefined || stored.offset === told) return;
    const { offset } = stored;
    await commitOffset(admin, session.topic, kafka.topic, offset);
    told = offset;
  };
  const deleteStored = async (): Promise<void> => {
    if (session === undefined || stored === undefined) return;
    const now = clock.now();
    storedSince.push({ offset: stored.offset, at: now });
    const marginMs = Math.max(config.replayMarginMinutes * MINUTE, RESEND_WINDOW_MS);
    const old = storedSince.findLast(({ at }) => at <= now - marginMs);
    if (old === undefined) return;
    storedSince = storedSince.filter(({ at }) => at > old.at);
    await deleteBelow(admin, session.topic, old.offset);
  };
  const onError = (error: unknown): void => logger.debug('stream housekeeping failed', { reason: reasonOf(error) });
  const schedules = [
    every({ intervalMs: SECOND / 2, work: tellBrokers, onError }),
    every({ intervalMs: MINUTE, work: deleteStored, onError }),
  ];

  const backlog = (): StreamBacklog => {
    const unread = end > cursor ? Number(end - cursor) : 0;
    const meanBytes = readCount === 0 ? 0 : readBytes / readCount;
    return {
      requests: delivered.length + unread,
      // What was not read yet is counted at the mean size of what was.
      bytes: delivered.reduce((sum, { bytes }) => sum + bytes, 0) + Math.round(unread * meanBytes),
      oldestReceivedAt: delivered[0]?.receivedAt,
      damaged: damaged.list(),
    };
  };

  return success({
    consume: (handle) => {
      consuming = consumeAll(handle);
      return consuming;
    },
    commit: (position) => inTurn(() => commit(position)),
    isCommitted: (position) => {
      const place = parsePlace(position);
      return place !== undefined && stored?.topic === place.topic && place.offset < stored.offset;
    },
    publishAcceptedKeys: async (list) => {
      try {
        await inTurn(() => writeAcceptedKeys(directory, list));
        const writing = writeKeysToTopic({ admin, connection: connection.value, kafka, keys }, list);
        if ((await withTimeout(writing, KEYS_WITHIN_MS)) === timedOut) throw new Error('brokers do not answer');
        return success();
      } catch (error) {
        logger.warn('accepted keys not written', { reason: reasonOf(error) });
        return failure('stream-unavailable', 'cannot write the list of accepted keys; publish it again', SECOND);
      }
    },
    backlog,
    close: async () => {
      if (closing.signal.aborted) return;
      closing.abort();
      await Promise.all(schedules.map((schedule) => schedule.stop()));
      // An answer that is waited for ends with its connection.
      await session?.reader.close();
      await Promise.all([consuming, committing, connecting]);
      await withTimeout(tellBrokers().catch(onError), SECOND);
      await admin.close();
    },
  });
}
