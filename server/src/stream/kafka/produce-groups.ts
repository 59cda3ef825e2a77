import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { type BaseOptions, Producer } from '@platformatic/kafka';
import type { KeyRing } from '../../base/crypto/key-ring.ts';
import type { Logger } from '../../base/logger.ts';
import { timedOut, withTimeout } from '../../base/schedule.ts';
import type { ReceivedRequest, StreamPosition } from '../telemetry-stream.ts';
import { reasonOf } from './kafka-clients.ts';
import { createMessageSealer, messageBytes } from './kafka-message.ts';
import { formatPlace } from './kafka-position.ts';
import { PARTITION, type Topic } from './open-topic.ts';

/** One producer, one group of messages on its way at a time: all that waits meanwhile becomes the next group. */
export interface ProduceGroups {
  /**
   * Resolves when all in-sync replicas have it. `stream-unavailable` when that is not known: it may be there even so, and
   * the reader drops the second of two equal ones. `request-too-large` when the topic takes no message of this size.
   */
  append(request: ReceivedRequest, digest: Uint8Array): Promise<Result<StreamPosition>>;
  /** After what waits has been written or refused. */
  close(): Promise<void>;
}

export interface ProduceGroupsOptions {
  readonly connection: BaseOptions;
  readonly topic: Topic;
  readonly maxMessageBytes: number;
  readonly keys: KeyRing;
  readonly logger: Logger;
  /** After each group: the place behind it, and its bytes. */
  readonly onWritten: (next: bigint, bytes: number) => void;
}

/** Below the 3.5 s within which a gateway answers, so that there is time left to keep the request elsewhere. */
const ANSWER_WITHIN_MS = 2_000;
const MAX_GROUP_BYTES = 4 * 2 ** 20;
/** Kafka counts its own fields of a message and a batch against the bound. */
const OVERHEAD_BYTES = 512;

interface Waiting {
  readonly request: ReceivedRequest;
  readonly digest: Uint8Array;
  readonly resolve: (result: Result<StreamPosition>) => void;
}

export function createProduceGroups(options: ProduceGroupsOptions): ProduceGroups {
  const { topic, logger } = options;
  const seal = createMessageSealer(options.keys);
  const maxGroupBytes = Math.min(MAX_GROUP_BYTES, options.maxMessageBytes - OVERHEAD_BYTES);
  const waiting: Waiting[] = [];
  let producer: Producer | undefined;
  let writing: Promise<void> = Promise.resolve();
  let isWriting = false;

  const takeGroup = (): Waiting[] => {
    let bytes = 0;
    let count = 0;
    for (const { request } of waiting) {
      bytes += messageBytes(request) + OVERHEAD_BYTES;
      if (count > 0 && bytes > maxGroupBytes) break;
      count += 1;
    }
    return waiting.splice(0, count);
  };

  const produce = async (group: readonly Waiting[]): Promise<bigint> => {
    producer ??= new Producer({ ...options.connection, idempotent: true, acks: -1 });
    const messages = group.map(({ request, digest }) => ({
      topic: topic.name,
      partition: PARTITION,
      key: Buffer.from(`${request.tenant}:${request.signal}`),
      value: seal(request, digest),
      timestamp: BigInt(Math.floor(request.receivedAt)),
    }));
    const sent = await withTimeout(producer.send({ messages }), ANSWER_WITHIN_MS);
    if (sent === timedOut) throw new Error(`no answer within ${ANSWER_WITHIN_MS} ms`);
    const first = sent.offsets?.[0]?.offset;
    if (first === undefined) throw new Error('no offset in the answer');
    return first;
  };

  const writeGroup = async (group: readonly Waiting[]): Promise<void> => {
    try {
      const first = await produce(group);
      const bytes = group.reduce((sum, { request }) => sum + messageBytes(request), 0);
      options.onWritten(first + BigInt(group.length), bytes);
      const id = topic.id.slice(0, 8);
      for (const [index, { resolve }] of group.entries()) {
        resolve(success(formatPlace({ topic: id, offset: first + BigInt(index) })));
      }
    } catch (error) {
      // Whoever waits is told, and says so once.
      logger.debug('messages not written', { reason: reasonOf(error), requests: group.length });
      await closeProducer();
      const text = `the brokers did not take the request: ${reasonOf(error)}; send it again`;
      for (const { resolve } of group) resolve(failure('stream-unavailable', text));
    }
  };

  /** What a failed producer has on its way may still arrive, but the next one is not held up by it. */
  const closeProducer = async (): Promise<void> => {
    const closed = producer;
    producer = undefined;
    try {
      await closed?.close(true);
    } catch (error) {
      logger.debug('producer not closed', { reason: reasonOf(error) });
    }
  };

  const writeAllWaiting = async (): Promise<void> => {
    while (waiting.length > 0) await writeGroup(takeGroup());
    isWriting = false;
  };

  return {
    append: (request, digest) => {
      if (messageBytes(request) + OVERHEAD_BYTES > options.maxMessageBytes) {
        const text = `request of ${request.body.length} bytes is too large for topic ${topic.name}: raise its max.message.bytes or send less at once`;
        return Promise.resolve(failure('request-too-large', text));
      }
      return new Promise((resolve) => {
        waiting.push({ request, digest, resolve });
        if (isWriting) return;
        isWriting = true;
        writing = writeAllWaiting();
      });
    },
    close: async () => {
      await writing;
      await closeProducer();
    },
  };
}
