import type { Result } from '@foreshock/model/known-error.ts';
import { openJournalConsumer } from './journal/journal-consumer.ts';
import type { JournalOptions } from './journal/journal-options.ts';
import { openJournalPublisher } from './journal/journal-publisher.ts';
import type { StreamConsumer, StreamPublisher } from './telemetry-stream.ts';

/** `directory` is that of the journal, the same for both sides. */
export type StreamOptions = JournalOptions;

/** For the gateway. `configuration-invalid` when the journal was sealed with another master key. */
export function createStreamPublisher(options: StreamOptions): Promise<Result<StreamPublisher>> {
  return openJournalPublisher(options);
}

/** For the engine. `configuration-invalid` when the journal was sealed with another master key. */
export function createStreamConsumer(options: StreamOptions): Promise<Result<StreamConsumer>> {
  return openJournalConsumer(options);
}
