/**
 * A writer that a test kills: publishes without end, eight requests at a time, and tells on standard output what it sent
 * (`s <text>`) and what was acknowledged (`a <text>`). Arguments: directory, name of the run, texts to send first.
 */
import type { TenantId } from '@foreshock/model/tenant.ts';
import { systemClock } from '../../base/clock.ts';
import { sha256 } from '../../base/crypto/digest.ts';
import { createKeyRing } from '../../base/crypto/key-ring.ts';
import { createLogger } from '../../base/logger.ts';
import { StreamConfig } from '../config.ts';
import { createStreamPublisher } from '../create-stream.ts';

/** A text, a zero byte, and as much filler as the text itself says by chance: up to 128 KiB. */
export function bodyOf(text: string): Uint8Array {
  const digest = Buffer.from(sha256(text));
  const filler = Buffer.alloc(digest.readUInt16LE(0) * 2, digest);
  return Buffer.concat([Buffer.from(`${text}\0`), filler]);
}

async function run([directory = '', name = '', ...first]: readonly string[]): Promise<void> {
  const opened = await createStreamPublisher({
    directory,
    keys: createKeyRing(new Uint8Array(32).fill(7)),
    clock: systemClock,
    logger: createLogger({ level: 'error', name: 'kill-writer' }),
    config: StreamConfig.parse({ minFreeDiskBytes: 0, maxSegmentBytes: 4 << 20 }),
  });
  if (!opened.ok) throw new Error(opened.error.message);
  const publisher = opened.value;
  const say = (line: string): boolean => process.stdout.write(`${line}\n`);

  const send = async (text: string): Promise<void> => {
    say(`s ${text}`);
    const published = await publisher.publish({
      tenant: 'acme' as TenantId,
      signal: 'logs',
      format: 'protobuf',
      encoding: 'identity',
      receivedAt: systemClock.now(),
      refused: 0,
      body: bodyOf(text),
    });
    if (published.ok) say(`a ${text}`);
  };
  const sendWithoutEnd = async (client: number): Promise<void> => {
    for (let count = 0; ; count += 1) await send(`${name}-${client}-${count}`);
  };
  await Promise.all(first.map(send));
  await Promise.all(Array.from({ length: 8 }, (_, client) => sendWithoutEnd(client)));
}

if (process.argv[1] === import.meta.filename) await run(process.argv.slice(2));
