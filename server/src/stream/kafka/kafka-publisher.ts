import { mkdir } from 'node:fs/promises';
import { failure, isRetryable, type Result, success } from '@foreshock/model/known-error.ts';
import { SECOND } from '@foreshock/model/time.ts';
import { Admin, type BaseOptions } from '@platformatic/kafka';
import { startStopwatch } from '../../base/clock.ts';
import { sha256 } from '../../base/crypto/digest.ts';
import { delay, every, withTimeout } from '../../base/schedule.ts';
import { readAcceptedKeys } from '../accepted-keys.ts';
import { createRecentRequests, RESEND_WINDOW_MS, type RecentRequests } from '../journal/recent-requests.ts';
import type { AcceptedKeys, ReceivedRequest, StreamPosition, StreamPublisher } from '../telemetry-stream.ts';
import { connectionOptions, findBrokerRefusal, reasonOf } from './kafka-clients.ts';
import { createMessageOpener } from './kafka-message.ts';
import { formatPlace } from './kafka-position.ts';
import type { KafkaStreamOptions } from './kafka-stream-options.ts';
import { followKeysTopic } from './keys-topic.ts';
import { committedOffset, firstOffsetFrom, maxMessageBytes, openTopic, type Topic, topicRange } from './open-topic.ts';
import { createProduceGroups, type ProduceGroups } from './produce-groups.ts';
import { createMessageReader } from './read-messages.ts';
import { openSpill } from './spill.ts';
import { createUnappliedMessages, type UnappliedMessages } from './unapplied-messages.ts';

const RESUME_AT = 0.8;
/** The gateway tells its senders "starting" meanwhile. */
const FIRST_CONNECTION_WITHIN_MS = 10 * SECOND;

interface Session {
  readonly topic: Topic;
  readonly groups: ProduceGroups;
}

/** The writing side. Brokers that are away are no reason not to open: requests then go to the spill. */
export async function openKafkaPublisher(options: KafkaStreamOptions): Promise<Result<StreamPublisher>> {
  const { directory, logger, config, kafka } = options;
  const connection = await connectionOptions(kafka);
  if (!connection.ok) return connection;
  await mkdir(directory, { recursive: true, mode: 0o700 });

  const admin = new Admin(connection.value);
  const closing = new AbortController();
  const recent = createRecentRequests(startStopwatch());
  const unapplied = createUnappliedMessages();
  const listeners: ((keys: AcceptedKeys) => void)[] = [];
  let session: Session | undefined;
  let acceptedKeys: AcceptedKeys | undefined;
  let issuedInFile: number | undefined;
  let isFull = false;
  let isSpilling = true;

  const away = failure('stream-unavailable', 'the brokers do not answer; send the request again', 5 * SECOND);
  const append = (request: ReceivedRequest, digest: Uint8Array): Promise<Result<StreamPosition>> =>
    session === undefined ? Promise.resolve(away) : session.groups.append(request, digest);
  const spill = await openSpill({ ...options, append });
  if (!spill.ok) {
    await admin.close();
    return spill;
  }

  const connect = async (): Promise<void> => {
    const topic = await openTopic(admin, kafka, 'telemetry');
    await readBack({ options, connection: connection.value, admin, topic, recent, unapplied });
    const groups = createProduceGroups({
      connection: connection.value,
      topic,
      maxMessageBytes: await maxMessageBytes(admin, topic),
      keys: options.keys,
      logger,
      onWritten: unapplied.add,
    });
    session = { topic, groups };
  };
  let lastError: unknown;
  const tryToConnect = async (): Promise<void> => {
    try {
      await connect();
    } catch (error) {
      const report = lastError === undefined ? logger.warn : logger.debug;
      report('brokers not reached', { reason: reasonOf(error), retryAfterMs: SECOND });
      lastError = error;
    }
  };
  const firstAttempt = tryToConnect();
  const connecting = (async () => {
    await firstAttempt;
    while (session === undefined && !closing.signal.aborted) {
      await delay(SECOND, closing.signal);
      if (!closing.signal.aborted) await tryToConnect();
    }
  })();

  const lookAtEngine = async (): Promise<void> => {
    if (session === undefined) return;
    const offset = await committedOffset(admin, session.topic, kafka.topic);
    if (offset !== undefined) unapplied.applied(offset);
  };
  /** From the engine on this machine, and through the topic: the last one that came counts, whatever the clocks say. */
  const acceptKeys = (latest: AcceptedKeys): void => {
    if (latest.issuedAt === acceptedKeys?.issuedAt) return;
    acceptedKeys = latest;
    for (const listener of listeners) listener(latest);
  };
  const lookAtKeys = async (): Promise<void> => {
    const latest = await readAcceptedKeys(directory);
    if (latest === undefined || latest.issuedAt === issuedInFile) return;
    issuedInFile = latest.issuedAt;
    acceptKeys(latest);
  };
  const keysTopic = { admin, connection: connection.value, kafka, keys: options.keys };
  const followingKeys = (async () => {
    while (!closing.signal.aborted) {
      try {
        await followKeysTopic(keysTopic, closing.signal, acceptKeys);
      } catch (error) {
        logger.debug('list of keys not read', { reason: reasonOf(error) });
        await delay(SECOND, closing.signal);
      }
    }
  })();
  await lookAtKeys();
  await withTimeout(firstAttempt, FIRST_CONNECTION_WITHIN_MS);
  const onError = (error: unknown): void => logger.debug('stream housekeeping failed', { reason: reasonOf(error) });
  const schedules = [
    every({ intervalMs: SECOND, work: lookAtEngine, onError }),
    every({ intervalMs: SECOND / 2, work: lookAtKeys, onError }),
  ];

  const close = async (): Promise<void> => {
    if (closing.signal.aborted) return;
    closing.abort();
    await Promise.all(schedules.map((schedule) => schedule.stop()));
    await session?.groups.close();
    await spill.value.close();
    await admin.close();
    await Promise.all([connecting, followingKeys]);
  };
  const refusal = session === undefined ? findBrokerRefusal(lastError) : undefined;
  if (refusal !== undefined) {
    await close();
    return failure(
      'configuration-invalid',
      `kafka.brokers ${kafka.brokers}: ${refusal}; see to kafka.user, kafka.password and kafka.caFile`,
    );
  }

  /** To the brokers; while they are away, and until all of that was made up for, to the spill. */
  const keep = async (request: ReceivedRequest, digest: Uint8Array): Promise<Result<StreamPosition>> => {
    if (isSpilling && session !== undefined && spill.value.isEmpty()) {
      isSpilling = false;
      logger.info('spill is empty, requests go to the brokers');
    }
    if (isSpilling) return spill.value.publish(request);
    const written = await append(request, digest);
    if (written.ok || !isRetryable(written.error)) return written;
    if (!isSpilling) logger.warn('brokers do not answer, requests go to the spill', { reason: written.error.message });
    isSpilling = true;
    return spill.value.publish(request);
  };

  const findRefusal = (): Result<never> | undefined => {
    if (closing.signal.aborted) return failure('stopping', 'gateway is stopping; send the request again');
    const limit = isFull ? config.maxBacklogBytes * RESUME_AT : config.maxBacklogBytes;
    isFull = unapplied.bytes() > limit;
    if (!isFull) return undefined;
    return failure('stream-unavailable', 'the engine is behind and the stream is full; send the request again');
  };

  return success({
    publish: (request) => {
      const identity = { tenant: request.tenant, signal: request.signal, digest: sha256(request.body) };
      const earlier = recent.find(identity);
      if (earlier !== undefined) return earlier;
      const refused = findRefusal();
      if (refused !== undefined) return Promise.resolve(refused);
      const publication = keep(request, identity.digest);
      recent.add(identity, publication);
      return publication;
    },
    onAcceptedKeys: (listener) => {
      listeners.push(listener);
      if (acceptedKeys !== undefined) listener(acceptedKeys);
    },
    close,
  });
}

interface ReadBackOptions {
  readonly options: KafkaStreamOptions;
  readonly connection: BaseOptions;
  readonly admin: Admin;
  readonly topic: Topic;
  readonly recent: RecentRequests;
  readonly unapplied: UnappliedMessages;
}

/** What a publisher must know of the lives before its own: what was sent lately, and what the engine has not stored. */
async function readBack({ options, connection, admin, topic, recent, unapplied }: ReadBackOptions): Promise<void> {
  const { first, next } = await topicRange(admin, topic);
  const stored = (await committedOffset(admin, topic, options.kafka.topic)) ?? first;
  const lately = (await firstOffsetFrom(admin, topic, options.clock.now() - RESEND_WINDOW_MS)) ?? next;
  let at = next;
  for (const offset of [stored, lately]) if (offset < at) at = offset;
  if (at < first) at = first;
  unapplied.applied(stored);
  const open = createMessageOpener(options.keys);
  const reader = createMessageReader(connection, topic);
  try {
    while (at < next) {
      const { messages, isOutOfRange } = await reader.read(at);
      if (isOutOfRange) return;
      for (const { offset, value } of messages) {
        at = offset + 1n;
        unapplied.add(at, value?.length ?? 0);
        const opened = open(value);
        if (typeof opened === 'string') continue;
        const { request, digest } = opened;
        const position = formatPlace({ topic: topic.id.slice(0, 8), offset });
        const identity = { tenant: request.tenant, signal: request.signal, digest };
        recent.add(identity, Promise.resolve(success(position)));
      }
    }
  } finally {
    await reader.close();
  }
}
