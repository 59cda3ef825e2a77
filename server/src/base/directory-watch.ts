import { type FSWatcher, watch } from 'node:fs';
import type { DurationMs } from '@foreshock/model/time.ts';
import { delay } from './schedule.ts';

/** Says when to look again. A notice may be lost (network file systems, watch limits), so it looks at least so often. */
export interface DirectoryWatch {
  /** Resolves at the first change after the last call returned, or after the poll interval, or on `close`. */
  nextChange(): Promise<void>;
  close(): void;
}

export function watchDirectories(directories: readonly string[], pollIntervalMs: DurationMs): DirectoryWatch {
  let hasChanged = false;
  let isClosed = false;
  let wakeUp = new AbortController();
  const notice = (): void => {
    hasChanged = true;
    wakeUp.abort();
  };
  const watchers = directories.flatMap((directory) => startWatcher(directory, notice));
  return {
    nextChange: async () => {
      if (!hasChanged && !isClosed) await delay(pollIntervalMs, wakeUp.signal);
      hasChanged = false;
      if (!isClosed) wakeUp = new AbortController();
    },
    close: () => {
      isClosed = true;
      for (const watcher of watchers) watcher.close();
      wakeUp.abort();
    },
  };
}

/** None where the system cannot watch: the poll alone goes on. */
function startWatcher(directory: string, notice: () => void): FSWatcher[] {
  try {
    const watcher = watch(directory, { persistent: false }, notice);
    watcher.on('error', () => watcher.close());
    return [watcher];
  } catch {
    return [];
  }
}
