import { spawn } from 'node:child_process';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { createStillClock } from '../../base/clock.ts';
import { createKeyRing } from '../../base/crypto/key-ring.ts';
import { createLogger } from '../../base/logger.ts';
import { StreamConfig } from '../config.ts';
import { createStreamConsumer } from '../create-stream.ts';
import { expectValue, takeDeliveries, textOf } from '../telemetry-stream.contract.ts';

const WRITER = join(import.meta.dirname, 'full-disk-writer.test-process.ts');

/** Runs the writer where no file may grow beyond 256 KiB: a write across the border is short, the next one fails. */
async function runWithSmallFiles(directory: string): Promise<Map<string, string>> {
  const command = 'trap "" XFSZ; ulimit -f 256; exec "$0" "$@"';
  const child = spawn('bash', ['-c', command, process.execPath, WRITER, directory], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const outcomes = new Map<string, string>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [text = '', outcome = ''] = line.split(' ');
    outcomes.set(text, outcome);
  });
  await new Promise<void>((resolve) => child.on('close', () => resolve()));
  return outcomes;
}

test('a write that fails refuses its requests for now, and the next ones go into a new segment', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'journal-full-'));
  const outcomes = await runWithSmallFiles(directory);
  const refused = [...outcomes].filter(([, outcome]) => outcome !== 'kept');
  const kept = [...outcomes].filter(([, outcome]) => outcome === 'kept').map(([text]) => text);
  expect(refused.length).toBeGreaterThan(0);
  expect(new Set(refused.map(([, outcome]) => outcome))).toEqual(new Set(['stream-unavailable']));
  expect(kept.length).toBeGreaterThan(2);
  expect((await readdir(directory)).filter((name) => name.endsWith('.journal')).length).toBeGreaterThan(2);

  const consumer = expectValue(
    await createStreamConsumer({
      directory,
      keys: createKeyRing(new Uint8Array(32).fill(7)),
      clock: createStillClock(1_750_000_000_000),
      logger: createLogger({ level: 'silent', name: 'test' }),
      config: StreamConfig.parse({ minFreeDiskBytes: 0 }),
    }),
  );
  const texts = (await takeDeliveries(consumer, kept.length)).map((delivery) => textOf(delivery).split('\0')[0]);
  expect(texts).toEqual(kept);
  expect(consumer.backlog()).toMatchObject({ requests: kept.length, damaged: [] });
  await consumer.close();
  await rm(directory, { recursive: true });
});
