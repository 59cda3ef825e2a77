// Gateway and engine on one broker: killed under load, and the broker stopped for a while in between.
import { setTimeout as pause } from 'node:timers/promises';
import { createRandom } from '@foreshock/simulator/random.ts';
import type { KafkaBroker } from '../../../test/support/kafka-broker.ts';
import { startOracleClient } from '../../../test/support/oracle/oracle-client.ts';
import { startPlatform } from '../../../test/support/platform.ts';
import { until } from '../../../test/support/until.ts';
import type { JudgedCase } from '../../judge.ts';
import { judgeStored } from '../faults/judge-stored.ts';
import { killOnce } from '../faults/kill-once.ts';

const AWAY_MS = 5_000;

export interface PlatformOnKafkaOptions {
  readonly broker: KafkaBroker;
  readonly rounds: number;
  readonly seed: number;
  readonly report: (judged: JudgedCase) => void;
}

export async function judgePlatformOnKafka(options: PlatformOnKafkaOptions): Promise<void> {
  const { broker, rounds, seed, report } = options;
  const variables = Object.fromEntries(
    Object.entries(broker.settings).map(([name, value]) => [variableOf(name), String(value)]),
  );
  const random = createRandom(seed);
  const platform = await startPlatform({ variables });
  const client = startOracleClient({ otlpHttp: platform.otlpHttp, otlpGrpc: platform.otlpGrpc, seed });
  try {
    await until('the first requests', 30_000, () => client.log.countOf('acked') > 50, platform.output);
    for (let round = 0; round < rounds; round += 1) await killOnce(platform, 'engine', random);
    await killOnce(platform, 'gateway', random);

    const killedAt = client.log.countOf('acked');
    await until(
      'the next gateway to accept',
      60_000,
      () => client.log.countOf('acked') > killedAt + 20,
      platform.output,
    );
    await broker.stop();
    const before = client.log.countOf('acked');
    await pause(AWAY_MS);
    const during = client.log.countOf('acked') - before;
    // Killed with telemetry in its spill, it must find it again.
    await killOnce(platform, 'gateway', random);
    await broker.start();
    await until('a request on the broker again', 30_000, () => client.log.countOf('acked') > before + during + 50);
    await client.stop();
    report({
      name: 'broker stopped under load',
      verdict: during > 0 ? 'held' : 'broken',
      detail: `${during} requests acknowledged in the ${AWAY_MS / 1_000} s without a broker`,
    });
    const name = `platform on Kafka, seed ${seed}`;
    await judgeStored({ platform, client, name, detail: `engine killed ${rounds}x, gateway 2x`, report });
  } finally {
    client.kill();
    await platform.remove();
  }
}

/** `caFile` is `FORESHOCK_KAFKA_CA_FILE`. */
function variableOf(setting: string): string {
  return `FORESHOCK_KAFKA_${setting.replace(/([a-z])([A-Z])/g, '$1_$2').toUpperCase()}`;
}
