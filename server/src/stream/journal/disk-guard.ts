import { open, statfs, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { hasErrorCode, writeAndSync } from '../../base/durable-file.ts';
import type { Logger } from '../../base/logger.ts';
import type { StreamConfig } from '../config.ts';

/** Keeps room on the disk for the engine: what empties the journal needs some itself. */
export interface DiskGuard {
  /** Looks at the disk; to be called about once per second. */
  look(): Promise<void>;
  /** Fewer bytes are free than must stay free. */
  isFull(): boolean;
  /** Bytes that must stay free, as of the last look. */
  floorBytes(): number;
}

export interface DiskGuardOptions {
  readonly directory: string;
  readonly config: Pick<StreamConfig, 'minFreeDiskBytes' | 'minFreeDiskShare' | 'ballastBytes'>;
  readonly logger: Logger;
}

const BALLAST_FILE = 'ballast';
/** Made again only when the disk has this many times its size to spare, so that it does not come and go. */
const SPARE_FACTOR = 2;

/** With `minFreeDiskBytes` 0 nothing is guarded and no ballast is kept. */
export function createDiskGuard({ directory, config, logger }: DiskGuardOptions): DiskGuard {
  const path = join(directory, BALLAST_FILE);
  const isGuarding = config.minFreeDiskBytes > 0;
  let full = false;
  let floor = config.minFreeDiskBytes;
  /** Unknown until the first look: a ballast of an earlier life may be there. */
  let hasBallast: boolean | undefined;

  const drop = async (): Promise<void> => {
    try {
      await unlink(path);
      logger.error('disk is full: ballast given up', { bytes: config.ballastBytes });
    } catch (error) {
      if (!hasErrorCode(error, 'ENOENT')) throw error;
    }
    hasBallast = false;
  };

  const make = async (): Promise<void> => {
    try {
      await writeAndSync(await open(path, 'wx', 0o600), new Uint8Array(config.ballastBytes));
    } catch (error) {
      if (!hasErrorCode(error, 'EEXIST')) throw error;
    }
    hasBallast = true;
  };

  return {
    look: async () => {
      if (!isGuarding) return;
      const disk = await statfs(directory);
      const free = disk.bavail * disk.bsize;
      floor = Math.max(config.minFreeDiskBytes, config.minFreeDiskShare * disk.blocks * disk.bsize);
      full = free < floor;
      if (config.ballastBytes === 0) return;
      // At the floor nothing more is accepted; below the ballast's own size the engine itself cannot write any more.
      if (hasBallast !== false && free < config.ballastBytes) await drop();
      else if (hasBallast !== true && free > floor + SPARE_FACTOR * config.ballastBytes) await make();
    },
    isFull: () => full,
    floorBytes: () => Math.round(floor),
  };
}
