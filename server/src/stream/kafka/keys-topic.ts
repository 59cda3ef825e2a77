import { type Admin, type BaseOptions, Producer } from '@platformatic/kafka';
import type { KeyRing } from '../../base/crypto/key-ring.ts';
import { randomBytes } from '../../base/crypto/random.ts';
import { open, seal } from '../../base/crypto/seal.ts';
import type { AcceptedKeys } from '../telemetry-stream.ts';
import type { KafkaConfig } from './config.ts';
import { openTopic, PARTITION, topicRange } from './open-topic.ts';
import { createMessageReader } from './read-messages.ts';

/**
 * The way back from the engine to gateways on other machines: a compacted topic with one key, whose last message is the
 * list. Sealed like all that we write there: 16 random bytes, then the list under a key made from them.
 */
const MESSAGE_KEY = Buffer.from('accepted-keys', 'latin1');
const SALT_BYTES = 16;

/** Each key seals one list, so one nonce does. */
const NONCE = new Uint8Array(12);

export function sealKeys(keys: KeyRing, list: AcceptedKeys): Buffer {
  const salt = randomBytes(SALT_BYTES);
  const options = { key: keyOf(keys, salt), nonce: NONCE, context: salt };
  return Buffer.concat([salt, ...seal([Buffer.from(JSON.stringify(list))], options)]);
}

/** `undefined` when it is not as it was sealed, or was sealed with another master key. */
export function openKeys(keys: KeyRing, value: Buffer | null): AcceptedKeys | undefined {
  if (value === null || value.length < SALT_BYTES) return undefined;
  const salt = Uint8Array.from(value.subarray(0, SALT_BYTES));
  const plain = open(value.subarray(SALT_BYTES), { key: keyOf(keys, salt), nonce: NONCE, context: salt });
  // The cast holds: only our engine can seal, and it seals a whole list.
  return plain && (JSON.parse(Buffer.from(plain).toString('utf8')) as AcceptedKeys);
}

function keyOf(keys: KeyRing, salt: Uint8Array): Uint8Array {
  return keys.derive({ purpose: 'accepted-keys', tenant: '', part: '', salt });
}

export interface KeysTopicOptions {
  readonly admin: Admin;
  readonly connection: BaseOptions;
  readonly kafka: KafkaConfig;
  readonly keys: KeyRing;
}

/** Rejects while the brokers do not answer. */
export async function writeKeysToTopic(options: KeysTopicOptions, list: AcceptedKeys): Promise<void> {
  const topic = await openTopic(options.admin, options.kafka, 'keys');
  const producer = new Producer({ ...options.connection, idempotent: true, acks: -1 });
  try {
    const value = sealKeys(options.keys, list);
    await producer.send({ messages: [{ topic: topic.name, partition: PARTITION, key: MESSAGE_KEY, value }] });
  } finally {
    await producer.close(true);
  }
}

/** Tells each list that comes, the last known one first. Rejects when the brokers go away; resolves once aborted. */
export async function followKeysTopic(
  options: KeysTopicOptions,
  signal: AbortSignal,
  onKeys: (list: AcceptedKeys) => void,
): Promise<void> {
  const topic = await openTopic(options.admin, options.kafka, 'keys');
  let { first: at } = await topicRange(options.admin, topic);
  const reader = createMessageReader(options.connection, topic);
  try {
    while (!signal.aborted) {
      const { messages, isOutOfRange } = await reader.read(at);
      if (isOutOfRange) at = (await topicRange(options.admin, topic)).first;
      const last = messages.at(-1);
      if (last === undefined) continue;
      at = last.offset + 1n;
      const list = openKeys(options.keys, last.value);
      if (list !== undefined) onKeys(list);
    }
  } finally {
    await reader.close();
  }
}
