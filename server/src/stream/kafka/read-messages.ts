import { type BaseOptions, Consumer } from '@platformatic/kafka';
import { isKafkaError } from './kafka-clients.ts';
import { PARTITION, type Topic } from './open-topic.ts';

export interface ReadMessage {
  readonly offset: bigint;
  readonly value: Buffer | null;
}

export interface MessageReader {
  /** What there is from `offset` on, in order; waits up to half a second for the first. */
  read(offset: bigint): Promise<ReadMessages>;
  close(): Promise<void>;
}

export interface ReadMessages {
  readonly messages: readonly ReadMessage[];
  /** The place of the next message that will be written; absent when the broker did not say. */
  readonly next?: bigint;
  /** The place asked for does not exist any more, or not yet. */
  readonly isOutOfRange: boolean;
}

const WAIT_MS = 500;
/** One answer is held in memory: as much as one insert of the engine or one large request. */
const MAX_ANSWER_BYTES = 8 * 2 ** 20;

/** Reads a partition by place. It joins no group: there is one engine, and it knows itself how far it is. */
export function createMessageReader(options: BaseOptions, topic: Topic): MessageReader {
  const consumer = new Consumer({ ...options, groupId: `${topic.name}-reader`, autocommit: false });
  consumer.topics.track(topic.name);
  return {
    read: async (offset) => {
      const partition = {
        partition: PARTITION,
        currentLeaderEpoch: -1,
        fetchOffset: offset,
        lastFetchedEpoch: -1,
        partitionMaxBytes: MAX_ANSWER_BYTES,
      };
      try {
        const answer = await consumer.fetch({
          node: topic.leader,
          minBytes: 1,
          maxBytes: MAX_ANSWER_BYTES,
          maxWaitTime: WAIT_MS,
          topics: [{ topicId: topic.id, partitions: [partition] }],
        });
        const part = answer.responses[0]?.partitions[0];
        const messages: ReadMessage[] = [];
        for (const batch of part?.records ?? []) {
          for (const record of batch.records) {
            const at = batch.firstOffset + BigInt(record.offsetDelta);
            // A batch comes whole even when only its end was asked for.
            if (at >= offset) messages.push({ offset: at, value: record.value });
          }
        }
        const isKnown = part !== undefined && part.highWatermark >= 0n;
        return { messages, ...(isKnown && { next: part.highWatermark }), isOutOfRange: false };
      } catch (error) {
        if (isKafkaError(error, 'OFFSET_OUT_OF_RANGE')) return { messages: [], isOutOfRange: true };
        throw error;
      }
    },
    close: () => consumer.close(true),
  };
}
