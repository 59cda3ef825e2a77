// Real brokers behind the stream: `--peers DIR` names the directory of the outside programs. The law of every stream
// runs against them, and the platform is killed and its broker stopped under load.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { createKafkaBroker, type KafkaBroker } from '../../test/support/kafka-broker.ts';
import type { JudgedCase } from '../judge.ts';
import { judgePlatformOnKafka } from './kafka/platform.ts';

type Report = (judged: JudgedCase) => void;

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export async function judge(args: readonly string[], report: Report): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { peers: { type: 'string' }, rounds: { type: 'string', default: '3' }, seed: { type: 'string' } },
  });
  if (values.peers === undefined) throw new Error('--peers DIR must name the directory of the outside programs');
  const seed = Number(values.seed ?? Date.now() % 1_000_000);
  for (const isSecure of [false, true]) {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'foreshock-kafka-'));
    const broker = await createKafkaBroker({ peers: values.peers, dataDirectory, isSecure });
    await broker.start();
    try {
      if (isSecure) {
        judgeByTests(broker, 'over TLS, SCRAM-SHA-256', [], report);
        const plain: KafkaBroker = { ...broker, settings: { ...broker.settings, saslMechanism: 'plain' } };
        judgeByTests(plain, 'over TLS, SASL PLAIN', ['-t', 'every field and byte|wrong password'], report);
        await judgePlatformOnKafka({ broker, rounds: Number(values.rounds), seed, report });
      } else judgeByTests(broker, 'without TLS', [], report);
    } finally {
      await broker.stop().catch(() => undefined);
      rmSync(dataDirectory, { recursive: true, force: true });
    }
  }
}

/** The tests of test/kafka, against this broker. */
function judgeByTests({ settings }: KafkaBroker, how: string, filter: readonly string[], report: Report): void {
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const output = join(mkdtempSync(join(tmpdir(), 'foreshock-judge-')), 'tests.json');
  const reporter = ['--reporter', 'json', '--outputFile', output];
  const flags = ['run', '--config', join(root, 'vitest.slow.config.ts'), ...reporter, ...filter, 'test/kafka'];
  const run = spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', vitest, ...flags], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, KAFKA: JSON.stringify(settings) },
  });
  const name = `law of the stream and faults ${how}`;
  if (!existsSync(output)) {
    report({ name, verdict: 'broken', detail: `the tests did not run: ${(run.stderr || run.stdout).slice(-500)}` });
    return;
  }
  // The cast holds: these fields are those of Jest's report, which Vitest writes.
  const result = JSON.parse(readFileSync(output, 'utf8')) as TestResult;
  rmSync(dirname(output), { recursive: true });
  const failed = result.testResults.flatMap((file) => file.assertionResults.filter((one) => one.status === 'failed'));
  const isHeld = run.status === 0 && result.numPassedTests > 0;
  const failures = failed.map((one) => `${one.title}: ${one.failureMessages[0]?.split('\n')[0]}`).join('; ');
  const detail = isHeld ? `${result.numPassedTests} tests` : failures || run.stderr.slice(-500);
  report({ name, verdict: isHeld ? 'held' : 'broken', detail });
}

/** The part of Vitest's JSON report that is read here. */
interface TestResult {
  readonly numPassedTests: number;
  readonly testResults: readonly {
    readonly assertionResults: readonly {
      readonly status: string;
      readonly title: string;
      readonly failureMessages: readonly string[];
    }[];
  }[];
}
