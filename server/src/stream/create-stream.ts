import type { Result } from '@foreshock/model/known-error.ts';
import { openJournalConsumer } from './journal/journal-consumer.ts';
import type { JournalOptions } from './journal/journal-options.ts';
import { openJournalPublisher } from './journal/journal-publisher.ts';
import type { KafkaConfig } from './kafka/config.ts';
import type { StreamConsumer, StreamPublisher } from './telemetry-stream.ts';

/** `directory` is that of the journal, the same for both sides; with brokers named, the stream is their topic instead. */
export interface StreamOptions extends JournalOptions {
  readonly kafka?: KafkaConfig;
}

// Its client is 300 files and 50 MB of memory: read only by who names brokers.

/** For the gateway. `configuration-invalid` when the journal was sealed with another master key, or by refused settings. */
export async function createStreamPublisher(options: StreamOptions): Promise<Result<StreamPublisher>> {
  const { kafka } = options;
  if (!kafka || kafka.brokers === '') return openJournalPublisher(options);
  const { openKafkaPublisher } = await import('./kafka/kafka-publisher.ts');
  return openKafkaPublisher({ ...options, kafka });
}

/** For the engine. `configuration-invalid` when the journal was sealed with another master key, or by refused settings. */
export async function createStreamConsumer(options: StreamOptions): Promise<Result<StreamConsumer>> {
  const { kafka } = options;
  if (!kafka || kafka.brokers === '') return openJournalConsumer(options);
  const { openKafkaConsumer } = await import('./kafka/kafka-consumer.ts');
  return openKafkaConsumer({ ...options, kafka });
}
