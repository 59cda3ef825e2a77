import type { JournalOptions } from '../journal/journal-options.ts';
import type { KafkaConfig } from './config.ts';

/** `directory` holds what one side keeps on its own disk: the list of keys, the place that is stored, what was spilled. */
export interface KafkaStreamOptions extends JournalOptions {
  readonly kafka: KafkaConfig;
}
