import { type Result, success } from '@foreshock/model/known-error.ts';
import type { StoreConfig } from '../config.ts';
import { createClickhouseStore } from './clickhouse/clickhouse-store.ts';
import { openEmbedded } from './clickhouse/embedded-connection.ts';
import type { WholeTelemetryStore } from './telemetry-store.ts';

export interface TelemetryStoreOptions {
  /** Made when absent. Of one process at a time, and of one store in it. */
  readonly directory: string;
  /** 32 bytes; what was written under one key opens under no other. */
  readonly key: Uint8Array;
  readonly config: StoreConfig;
  /** Absolute. Without it the store can be neither backed up nor restored. */
  readonly backupDirectory?: string;
}

/**
 * Opens the store that the configuration names.
 *
 * Errors: `configuration-invalid` when the key is missing or another; `data-directory-in-use` when another process has
 * the directory open; `store-unavailable` otherwise.
 */
export async function createTelemetryStore(options: TelemetryStoreOptions): Promise<Result<WholeTelemetryStore>> {
  switch (options.config.telemetry) {
    case 'embedded': {
      const connection = await openEmbedded(options);
      return connection.ok ? success(createClickhouseStore(connection.value)) : connection;
    }
  }
}
