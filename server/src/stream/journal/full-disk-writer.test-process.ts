/** Publishes 20 requests of 60 KiB one after another, and tells of each `<text> kept` or `<text> <code of the error>`. */
import type { TenantId } from '@foreshock/model/tenant.ts';
import { createStillClock } from '../../base/clock.ts';
import { createKeyRing } from '../../base/crypto/key-ring.ts';
import { createLogger } from '../../base/logger.ts';
import { StreamConfig } from '../config.ts';
import { createStreamPublisher } from '../create-stream.ts';

const START = 1_750_000_000_000;

async function run(directory: string): Promise<void> {
  const opened = await createStreamPublisher({
    directory,
    keys: createKeyRing(new Uint8Array(32).fill(7)),
    clock: createStillClock(START),
    logger: createLogger({ level: 'silent', name: 'full-disk-writer' }),
    config: StreamConfig.parse({ minFreeDiskBytes: 0 }),
  });
  if (!opened.ok) throw new Error(opened.error.message);
  for (let count = 0; count < 20; count += 1) {
    const text = `request-${count}`;
    const published = await opened.value.publish({
      tenant: 'acme' as TenantId,
      signal: 'logs',
      format: 'protobuf',
      encoding: 'identity',
      receivedAt: START,
      refused: 0,
      body: Buffer.concat([Buffer.from(`${text}\0`), Buffer.alloc(60_000, count)]),
    });
    process.stdout.write(`${text} ${published.ok ? 'kept' : published.error.code}\n`);
  }
  await opened.value.close();
}

await run(process.argv[2] ?? '');
