import type { Clock } from '../../base/clock.ts';
import type { KeyRing } from '../../base/crypto/key-ring.ts';
import type { Logger } from '../../base/logger.ts';
import type { StreamConfig } from '../config.ts';

/** What both sides of the journal need. Both must be given the same directory and the same keys. */
export interface JournalOptions {
  readonly directory: string;
  readonly keys: KeyRing;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly config: StreamConfig;
}
