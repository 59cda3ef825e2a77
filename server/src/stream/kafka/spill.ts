import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { isRetryable, type Result, success } from '@foreshock/model/known-error.ts';
import { sha256 } from '../../base/crypto/digest.ts';
import { delay } from '../../base/schedule.ts';
import { openJournalConsumer } from '../journal/journal-consumer.ts';
import type { JournalOptions } from '../journal/journal-options.ts';
import { openJournalPublisher } from '../journal/journal-publisher.ts';
import type { Delivery, ReceivedRequest, StreamPosition } from '../telemetry-stream.ts';

/** Where requests are kept while the brokers are away: a journal of the gateway's own, emptied into the topic in order. */
export interface Spill {
  publish(request: ReceivedRequest): Promise<Result<StreamPosition>>;
  /** Nothing waits in it any more. */
  isEmpty(): boolean;
  close(): Promise<void>;
}

export interface SpillOptions extends JournalOptions {
  /** Writes to the topic. */
  readonly append: (request: ReceivedRequest, digest: Uint8Array) => Promise<Result<StreamPosition>>;
}

const PAUSE_MS = 500;
/** On their way to the brokers at once. */
const MAX_PENDING_BYTES = 16 * 2 ** 20;
const COMMIT_AFTER = 100;

export async function openSpill(options: SpillOptions): Promise<Result<Spill>> {
  const directory = join(options.directory, 'spill');
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const journal = { ...options, directory };
  const publisher = await openJournalPublisher(journal);
  if (!publisher.ok) return publisher;
  const opened = await openJournalConsumer(journal);
  if (!opened.ok) {
    await publisher.value.close();
    return opened;
  }
  const consumer = opened.value;
  const closing = new AbortController();
  /** In order; the first is the next to be committed. */
  const pending: { readonly delivery: Delivery; readonly written: Promise<boolean> }[] = [];
  let pendingBytes = 0;
  let settling: Promise<void> | undefined;
  let pausing: Promise<void> | undefined;

  /** One pause for all that wait. */
  const pause = (): Promise<void> => {
    pausing ??= delay(PAUSE_MS, closing.signal).then(() => {
      pausing = undefined;
    });
    return pausing;
  };

  /** False only when closed before: the request then stays in the spill. */
  const writeUntilTaken = async ({ request }: Delivery): Promise<boolean> => {
    const digest = sha256(request.body);
    while (!closing.signal.aborted) {
      const written = await options.append(request, digest);
      if (written.ok) return true;
      if (!isRetryable(written.error)) {
        options.logger.error('spilled request not written', {
          code: written.error.code,
          reason: written.error.message,
        });
      }
      await pause();
    }
    return false;
  };

  const settle = async (): Promise<void> => {
    for (let count = 1; pending.length > 0; count += 1) {
      const { delivery, written } = pending[0]!;
      if (!(await written)) return;
      pending.shift();
      pendingBytes -= delivery.request.body.length;
      if (count % COMMIT_AFTER === 0 || pending.length === 0) {
        const committed = await consumer.commit(delivery.position);
        // Written twice at worst, and the reader drops the second.
        if (!committed.ok) options.logger.warn('spill not committed', { reason: committed.error.message });
      }
    }
    settling = undefined;
  };

  const draining = consumer.consume(async (delivery) => {
    while (pendingBytes > MAX_PENDING_BYTES && !closing.signal.aborted) await pending[0]!.written;
    pendingBytes += delivery.request.body.length;
    pending.push({ delivery, written: writeUntilTaken(delivery) });
    settling ??= settle();
  });

  return success({
    publish: (request) => publisher.value.publish(request),
    isEmpty: () => pending.length === 0 && consumer.backlog().requests === 0,
    close: async () => {
      closing.abort();
      await publisher.value.close();
      await settling;
      await consumer.close();
      await draining;
    },
  });
}
