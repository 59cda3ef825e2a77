/** What lives long. `stop` may be called twice, and before `start`. */
export interface LongLived {
  readonly name: string;
  start(): Promise<void>;
  stop(): Promise<void>;
}

export interface Lifecycle {
  /** In the order given. When one fails, those already started are stopped again and the failure is thrown. */
  start(): Promise<void>;
  /** In reverse order. One that fails to stop is reported and does not keep the others from stopping. */
  stop(): Promise<void>;
}

export interface LifecycleOptions {
  readonly parts: readonly LongLived[];
  readonly onStopError: (partName: string, error: unknown) => void;
}

export function createLifecycle({ parts, onStopError }: LifecycleOptions): Lifecycle {
  let started: readonly LongLived[] = [];
  let stopping: Promise<void> | undefined;

  const stopAll = async (): Promise<void> => {
    const inReverse = [...started].reverse();
    started = [];
    for (const part of inReverse) {
      try {
        await part.stop();
      } catch (error) {
        onStopError(part.name, error);
      }
    }
  };

  return {
    start: async () => {
      for (const part of parts) {
        // Stopped while starting: what comes later must not begin.
        if (stopping !== undefined) return;
        try {
          await part.start();
          started = [...started, part];
        } catch (error) {
          await stopAll();
          throw error;
        }
      }
      if (stopping !== undefined) await stopAll();
    },
    stop: () => {
      stopping ??= stopAll();
      return stopping;
    },
  };
}
