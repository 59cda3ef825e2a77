import type { StreamPosition } from '../telemetry-stream.ts';

/**
 * A message of the first partition of one topic. The topic is told by the beginning of its id and not by its name: a topic
 * that was deleted and made again counts from 0 once more, and the store would take its messages for repetitions.
 */
export interface KafkaPlace {
  /** The first 8 hex digits of the topic's id. */
  readonly topic: string;
  readonly offset: bigint;
}

const OFFSET_DIGITS = 16;

export function formatPlace({ topic, offset }: KafkaPlace): StreamPosition {
  return `${topic}${offset.toString(16).padStart(OFFSET_DIGITS, '0')}` as StreamPosition;
}

/** `undefined` unless it is 24 lower-case hex digits. */
export function parsePlace(text: string): KafkaPlace | undefined {
  if (!/^[0-9a-f]{24}$/.test(text)) return undefined;
  return { topic: text.slice(0, 8), offset: BigInt(`0x${text.slice(8)}`) };
}
