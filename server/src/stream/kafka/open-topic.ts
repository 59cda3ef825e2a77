import { type Admin, ConfigResourceTypes, ListOffsetTimestamps } from '@platformatic/kafka';
import type { KafkaConfig } from './config.ts';
import { isKafkaError } from './kafka-clients.ts';

/** The one partition that is used: an engine reads one order. */
export const PARTITION = 0;

export interface Topic {
  readonly name: string;
  /** A UUID: another one when the topic was deleted and made again. */
  readonly id: string;
  /** The broker that leads the partition. */
  readonly leader: number;
}

/** Requests may be 64 MiB, and a broker takes no message above the bound of its topic. */
const MAX_MESSAGE_BYTES = 72 * 2 ** 20;

const KEEP_ALL = [
  { name: 'max.message.bytes', value: String(MAX_MESSAGE_BYTES) },
  // What is not in the store yet must not go by age; what is goes by `deleteBelow`.
  { name: 'retention.ms', value: '-1' },
  { name: 'retention.bytes', value: '-1' },
  // The time of a message is when its request came; a gateway whose clock runs ahead must still be heard.
  { name: 'message.timestamp.after.max.ms', value: '9223372036854775807' },
];

const KEEP_LAST = [{ name: 'cleanup.policy', value: 'compact' }];

/** Makes the topic when it is missing. Rejects while the brokers do not answer. */
export async function openTopic(admin: Admin, config: KafkaConfig, kind: 'telemetry' | 'keys'): Promise<Topic> {
  const name = kind === 'telemetry' ? config.topic : `${config.topic}.accepted-keys`;
  const existing = await admin.listTopics();
  if (!existing.includes(name)) await createTopic(admin, config, name, kind === 'telemetry' ? KEEP_ALL : KEEP_LAST);
  const metadata = await admin.metadata({ topics: [name], forceUpdate: true });
  const topic = metadata.topics.get(name);
  const partition = topic?.partitions[PARTITION];
  if (topic === undefined || partition === undefined || partition.leader < 0) {
    throw new Error(`topic ${name} has no leader yet`);
  }
  return { name, id: topic.id, leader: partition.leader };
}

async function createTopic(
  admin: Admin,
  { replicas }: KafkaConfig,
  name: string,
  configs: readonly { name: string; value: string }[],
): Promise<void> {
  const inSync = { name: 'min.insync.replicas', value: String(Math.min(2, replicas)) };
  try {
    await admin.createTopics({ topics: [name], partitions: 1, replicas, configs: [...configs, inSync] });
  } catch (error) {
    if (isKafkaError(error, 'TOPIC_ALREADY_EXISTS')) return;
    if (isKafkaError(error, 'INVALID_REPLICATION_FACTOR')) {
      throw new Error(`cannot make topic ${name} with ${replicas} copies: set kafka.replicas to at most the brokers`);
    }
    throw error;
  }
}

/** Bytes of a message that the topic takes at most. */
export async function maxMessageBytes(admin: Admin, topic: Topic): Promise<number> {
  const name = 'max.message.bytes';
  const described = await admin.describeConfigs({
    resources: [{ resourceType: ConfigResourceTypes.TOPIC, resourceName: topic.name, configurationKeys: [name] }],
  });
  const value = described[0]?.configs.find((one) => one.name === name)?.value;
  return Number(value ?? MAX_MESSAGE_BYTES);
}

/** The first message from `time` on; `undefined` when there is none so late. */
export async function firstOffsetFrom(admin: Admin, topic: Topic, time: number): Promise<bigint | undefined> {
  const offset = await listOffset(admin, topic, BigInt(Math.max(0, Math.floor(time))));
  return offset < 0n ? undefined : offset;
}

/** The oldest message that is kept, and the place of the next one. */
export async function topicRange(admin: Admin, topic: Topic): Promise<{ first: bigint; next: bigint }> {
  const [first, next] = await Promise.all([
    listOffset(admin, topic, ListOffsetTimestamps.EARLIEST),
    listOffset(admin, topic, ListOffsetTimestamps.LATEST),
  ]);
  return { first, next };
}

async function listOffset(admin: Admin, topic: Topic, timestamp: bigint): Promise<bigint> {
  const listed = await admin.listOffsets({
    topics: [{ name: topic.name, partitions: [{ partitionIndex: PARTITION, timestamp }] }],
  });
  const offset = listed[0]?.partitions[0]?.offset;
  if (offset === undefined) throw new Error(`no offset of topic ${topic.name} in the answer`);
  return offset;
}

/** Where the engine is, as tools for Kafka show it too: kept under a consumer group that nobody ever joins. */
export async function committedOffset(admin: Admin, topic: Topic, groupId: string): Promise<bigint | undefined> {
  const groups = await admin.listConsumerGroupOffsets({
    groups: [{ groupId, topics: [{ name: topic.name, partitionIndexes: [PARTITION] }] }],
  });
  const offset = groups[0]?.topics[0]?.partitions[0]?.committedOffset;
  return offset === undefined || offset < 0n ? undefined : offset;
}

export async function commitOffset(admin: Admin, topic: Topic, groupId: string, offset: bigint): Promise<void> {
  const partitionOffsets = [{ partition: PARTITION, offset }];
  await admin.alterConsumerGroupOffsets({ groupId, topics: [{ name: topic.name, partitionOffsets }] });
}

/** Raw telemetry that is in the store is not kept: all messages below `offset` go. */
export async function deleteBelow(admin: Admin, topic: Topic, offset: bigint): Promise<void> {
  await admin.deleteRecords({ topics: [{ name: topic.name, partitions: [{ partition: PARTITION, offset }] }] });
}
