import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { systemClock } from '../../base/clock.ts';
import { createKeyRing } from '../../base/crypto/key-ring.ts';
import { createLogger } from '../../base/logger.ts';
import { delay } from '../../base/schedule.ts';
import { StreamConfig } from '../config.ts';
import { createStreamConsumer } from '../create-stream.ts';
import { expectValue } from '../telemetry-stream.contract.ts';
import type { Delivery, StreamConsumer } from '../telemetry-stream.ts';
import { bodyOf } from './kill-writer.test-process.ts';

const ROUNDS = 5;
/** Acknowledged requests, however slow the machine is. */
const ENOUGH = 100;
const WRITER = join(import.meta.dirname, 'kill-writer.test-process.ts');

/** What the writers said, kept outside of them. */
interface Oracle {
  readonly sent: Set<string>;
  readonly acknowledged: Set<string>;
}

/** Starts a writer and kills it `lifeMs` after its first word by which as many as `acknowledged` are, over all writers. */
function runAndKill(
  directory: string,
  name: string,
  { lifeMs, acknowledged = 0 }: { readonly lifeMs: number; readonly acknowledged?: number },
  oracle: Oracle,
): Promise<void> {
  const unknown = [...oracle.sent].filter((text) => !oracle.acknowledged.has(text));
  const child = spawn(process.execPath, [WRITER, directory, name, ...unknown], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let isKilling = false;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const text = line.slice(2);
    if (line.startsWith('s ')) oracle.sent.add(text);
    else if (line.startsWith('a ')) oracle.acknowledged.add(text);
    if (isKilling || oracle.acknowledged.size < acknowledged) return;
    isKilling = true;
    void delay(lifeMs).then(() => child.kill('SIGKILL'));
  });
  return new Promise((resolve) => child.on('close', () => resolve()));
}

function textOf({ request }: Delivery): string {
  const body = Buffer.from(request.body);
  const text = body.toString('latin1', 0, body.indexOf(0));
  if (!body.equals(bodyOf(text))) throw new Error(`torn request ${text}`);
  return text;
}

test('every acknowledged request is read exactly once, though the writer is killed and sends again', {
  timeout: 150_000,
}, async () => {
  const directory = await mkdtemp(join(tmpdir(), 'journal-kill-'));
  const seed = systemClock.now() % 1_000_000;
  const oracle: Oracle = { sent: new Set(), acknowledged: new Set() };
  const read = new Map<string, string[]>();
  const openConsumer = async (): Promise<StreamConsumer> =>
    expectValue(
      await createStreamConsumer({
        directory,
        keys: createKeyRing(new Uint8Array(32).fill(7)),
        clock: systemClock,
        logger: createLogger({ level: 'error', name: 'kill-reader' }),
        config: StreamConfig.parse({ minFreeDiskBytes: 0, replayMarginMinutes: 0 }),
      }),
    );
  /** Reads while others write; what is read and not committed when it closes comes again to the next one. */
  const readOn = (consumer: StreamConsumer): Promise<void> => {
    let count = 0;
    return consumer.consume(async (delivery) => {
      const text = textOf(delivery);
      read.set(text, [...(read.get(text) ?? []), delivery.position]);
      count += 1;
      if (count % 7 === 0) expectValue(await consumer.commit(delivery.position));
    });
  };

  for (let round = 0; round < ROUNDS; round += 1) {
    const lifeMs = (seed * 7_919 * (round + 1)) % 400;
    const consumer = await openConsumer();
    const reading = readOn(consumer);
    await runAndKill(directory, `round${round}`, { lifeMs }, oracle);
    await consumer.close();
    await reading;
  }
  // One more writer sends again what nobody knows of, and makes readable what was written last.
  await runAndKill(directory, 'last', { lifeMs: 1_000, acknowledged: ENOUGH }, oracle);
  const consumer = await openConsumer();
  const reading = readOn(consumer);
  await expect
    .poll(() => [...oracle.acknowledged].filter((text) => !read.has(text)).length, { timeout: 60_000 })
    .toBe(0);
  const { damaged } = consumer.backlog();
  await consumer.close();
  await reading;
  await rm(directory, { recursive: true });

  const twice = [...read].filter(([, positions]) => new Set(positions).size > 1);
  const unheardOf = [...read.keys()].filter((text) => !oracle.sent.has(text));
  expect({ seed, damaged, twice, unheardOf }).toEqual({ seed, damaged: [], twice: [], unheardOf: [] });
});
