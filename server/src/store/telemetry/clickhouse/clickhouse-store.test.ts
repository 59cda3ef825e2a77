import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreConfig } from '../../config.ts';
import { spanBatch } from '../contract-samples.ts';
import { createTelemetryStore } from '../create-telemetry-store.ts';
import { describeTelemetryStore } from '../telemetry-store.contract.ts';
import type { TelemetryStore } from '../telemetry-store.ts';

const key = new Uint8Array(32).fill(7);
const MIB = 2 ** 20;

async function open(directory: string): Promise<TelemetryStore> {
  const opened = await createTelemetryStore({
    directory,
    key,
    config: StoreConfig.parse({ insertMemoryBytes: 128 * MIB }),
  });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

describeTelemetryStore({
  name: 'ClickHouse SQL in this process (chDB)',
  // Its last day has a span of 60 MiB: three times that is needed to write it.
  refused: () =>
    spanBatch(
      [0, 1, 2].map((day) => {
        const start = BigInt(Date.UTC(2026, 2, 1 + day)) * 1_000_000n;
        const events = 'x'.repeat(day === 2 ? 60 * MIB : 10);
        return { traceId: 'a'.repeat(32), spanId: '1'.repeat(16), name: 'GET', start, end: start + 1n, events };
      }),
    ),
  create: async () => {
    const directory = await mkdtemp(join(tmpdir(), 'foreshock-store-'));
    let store = await open(directory);
    return {
      store,
      reopen: async () => {
        await store.close();
        store = await open(directory);
        return store;
      },
      dispose: async () => {
        await store.close();
        await rm(directory, { recursive: true });
      },
    };
  },
});
