import { SECOND } from '@foreshock/model/time.ts';
import type { Logger } from '../base/logger.ts';
import { delay } from '../base/schedule.ts';
import type { Delivery } from './telemetry-stream.ts';

const FIRST_PAUSE_MS = 250;
const MAX_PAUSE_MS = 30 * SECOND;

export interface DeliverOptions {
  readonly logger: Logger;
  /** Ends the repetitions; the delivery then comes again at the next start. */
  readonly signal: AbortSignal;
}

/** Hands one delivery over; a handle that rejects gets it again after a pause that doubles up to half a minute. */
export async function deliver(
  delivery: Delivery,
  handle: (delivery: Delivery) => Promise<void>,
  { logger, signal }: DeliverOptions,
): Promise<void> {
  for (let pauseMs = FIRST_PAUSE_MS; !signal.aborted; pauseMs = Math.min(MAX_PAUSE_MS, pauseMs * 2)) {
    try {
      return await handle(delivery);
    } catch (error) {
      logger.warn('delivery failed', { error, position: delivery.position, retryAfterMs: pauseMs });
      await delay(pauseMs, signal);
    }
  }
}
