/** Whether requests are taken: until the journal is open, and from the stop on, they are not. */
export interface Serving {
  isServing(): boolean;
  set(isServing: boolean): void;
  /** Resolves at the next change, or when the caller has gone. */
  changed(gone: AbortSignal): Promise<void>;
}

export function createServing(): Serving {
  let current = false;
  const waiting = new Set<() => void>();
  return {
    isServing: () => current,
    set: (isServing) => {
      if (isServing === current) return;
      current = isServing;
      for (const wake of [...waiting]) wake();
    },
    changed: (gone) =>
      new Promise((resolve) => {
        const wake = (): void => {
          waiting.delete(wake);
          gone.removeEventListener('abort', wake);
          resolve();
        };
        if (gone.aborted) {
          resolve();
          return;
        }
        waiting.add(wake);
        gone.addEventListener('abort', wake);
      }),
  };
}
