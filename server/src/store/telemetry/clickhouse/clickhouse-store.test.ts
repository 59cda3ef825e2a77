import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoreConfig } from '../../config.ts';
import { createTelemetryStore } from '../create-telemetry-store.ts';
import { describeTelemetryStore } from '../telemetry-store.contract.ts';
import type { TelemetryStore } from '../telemetry-store.ts';

const key = new Uint8Array(32).fill(7);

async function open(directory: string): Promise<TelemetryStore> {
  const opened = await createTelemetryStore({ directory, key, config: StoreConfig.parse({}) });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

describeTelemetryStore({
  name: 'ClickHouse SQL in this process (chDB)',
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
