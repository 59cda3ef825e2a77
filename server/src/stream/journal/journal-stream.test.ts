import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStillClock } from '../../base/clock.ts';
import { createKeyRing } from '../../base/crypto/key-ring.ts';
import { createLogger } from '../../base/logger.ts';
import { StreamConfig } from '../config.ts';
import { createStreamConsumer, createStreamPublisher } from '../create-stream.ts';
import { describeTelemetryStream, expectValue } from '../telemetry-stream.contract.ts';

describeTelemetryStream({
  name: 'journal',
  create: async () => {
    const directory = await mkdtemp(join(tmpdir(), 'journal-'));
    const options = {
      directory,
      keys: createKeyRing(new Uint8Array(32).fill(7)),
      clock: createStillClock(1_750_000_000_000),
      logger: createLogger({ level: 'silent', name: 'test' }),
      config: StreamConfig.parse({ minFreeDiskBytes: 0 }),
    };
    return {
      openPublisher: async (settings) =>
        expectValue(await createStreamPublisher({ ...options, config: { ...options.config, ...settings } })),
      openConsumer: async () => expectValue(await createStreamConsumer(options)),
      remove: () => rm(directory, { recursive: true }),
    };
  },
});
