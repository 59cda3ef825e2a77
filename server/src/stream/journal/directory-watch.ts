import { type FSWatcher, watch } from 'node:fs';
import type { DurationMs } from '@foreshock/model/time.ts';
import { delay } from '../../base/schedule.ts';

/** Says when to look again. A notice may be lost (network file systems, watch limits), so it looks at least so often. */
export interface DirectoryWatch {
  /** Resolves at the first change after the last call returned, or after the poll interval, or on `close`. */
  nextChange(): Promise<void>;
  close(): void;
}

export function watchDirectory(directory: string, pollIntervalMs: DurationMs): DirectoryWatch {
  let hasChanged = false;
  let isClosed = false;
  let wakeUp = new AbortController();
  let watcher: FSWatcher | undefined;
  const notice = (): void => {
    hasChanged = true;
    wakeUp.abort();
  };
  try {
    watcher = watch(directory, { persistent: false }, notice);
    // Without notices the poll alone goes on.
    watcher.on('error', () => watcher?.close());
  } catch {
    watcher = undefined;
  }
  return {
    nextChange: async () => {
      if (!hasChanged && !isClosed) await delay(pollIntervalMs, wakeUp.signal);
      hasChanged = false;
      if (!isClosed) wakeUp = new AbortController();
    },
    close: () => {
      isClosed = true;
      watcher?.close();
      wakeUp.abort();
    },
  };
}
