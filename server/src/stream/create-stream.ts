import type { Result } from '@foreshock/model/known-error.ts';
import { openJournalConsumer } from './journal/journal-consumer.ts';
import type { JournalOptions } from './journal/journal-options.ts';
import { openJournalPublisher } from './journal/journal-publisher.ts';
import type { KafkaConfig } from './kafka/config.ts';
import { openKafkaConsumer } from './kafka/kafka-consumer.ts';
import { openKafkaPublisher } from './kafka/kafka-publisher.ts';
import type { StreamConsumer, StreamPublisher } from './telemetry-stream.ts';

/** `directory` is that of the journal, the same for both sides; with brokers named, the stream is their topic instead. */
export interface StreamOptions extends JournalOptions {
  readonly kafka?: KafkaConfig;
}

/** For the gateway. `configuration-invalid` when the journal was sealed with another master key, or by refused settings. */
export function createStreamPublisher(options: StreamOptions): Promise<Result<StreamPublisher>> {
  const { kafka } = options;
  return kafka && kafka.brokers !== '' ? openKafkaPublisher({ ...options, kafka }) : openJournalPublisher(options);
}

/** For the engine. `configuration-invalid` when the journal was sealed with another master key, or by refused settings. */
export function createStreamConsumer(options: StreamOptions): Promise<Result<StreamConsumer>> {
  const { kafka } = options;
  return kafka && kafka.brokers !== '' ? openKafkaConsumer({ ...options, kafka }) : openJournalConsumer(options);
}
