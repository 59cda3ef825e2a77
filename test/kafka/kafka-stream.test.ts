// The law of every stream, asked of real brokers. They are named by the judge (`npm run judge -- kafka`) in KAFKA, the
// settings as JSON.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createStillClock } from '@foreshock/server/base/clock.ts';
import { createKeyRing } from '@foreshock/server/base/crypto/key-ring.ts';
import { createLogger } from '@foreshock/server/base/logger.ts';
import { StreamConfig } from '@foreshock/server/stream/config.ts';
import { createStreamConsumer, createStreamPublisher } from '@foreshock/server/stream/create-stream.ts';
import { KafkaConfig } from '@foreshock/server/stream/kafka/config.ts';
import { describeTelemetryStream, expectValue } from '@foreshock/server/stream/telemetry-stream.contract.ts';

const settings: unknown = JSON.parse(process.env.KAFKA ?? '{}');
let topics = 0;

describeTelemetryStream({
  name: 'kafka',
  create: async () => {
    topics += 1;
    const directory = await mkdtemp(join(tmpdir(), 'kafka-'));
    const options = {
      directory,
      keys: createKeyRing(new Uint8Array(32).fill(7)),
      clock: createStillClock(1_750_000_000_000),
      logger: createLogger({ level: 'warn', name: 'kafka-test', write: (line) => process.stderr.write(line) }),
      config: StreamConfig.parse({ minFreeDiskBytes: 0 }),
      kafka: KafkaConfig.parse({ replicas: 1, ...(settings as object), topic: `contract-${process.pid}-${topics}` }),
    };
    return {
      openPublisher: async (changed) =>
        expectValue(await createStreamPublisher({ ...options, config: { ...options.config, ...changed } })),
      openConsumer: async () => expectValue(await createStreamConsumer(options)),
      remove: () => rm(directory, { recursive: true }),
    };
  },
});
