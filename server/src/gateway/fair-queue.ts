/**
 * Work of many owners on few hands: each owner in turn may have so much done as its part allows, so that a long queue of
 * one does not hold up the others. Deficit round robin, after Shreedhar and Varghese, "Efficient Fair Queuing Using
 * Deficit Round-Robin", SIGCOMM 1995.
 */
export interface FairQueue {
  /** `cost`: in the unit of the quantum, above 0. */
  run<T>(owner: string, cost: number, work: () => Promise<T>): Promise<T>;
  waiting(): number;
}

export interface FairQueueOptions {
  /** How many works run at the same time. */
  readonly hands: number;
  /** What an owner may have done in one turn. */
  readonly quantum: number;
}

interface Waiting {
  readonly cost: number;
  readonly start: () => void;
}

interface Line {
  readonly owner: string;
  readonly queue: Waiting[];
  deficit: number;
}

export function createFairQueue({ hands, quantum }: FairQueueOptions): FairQueue {
  const lines = new Map<string, Line>();
  /** Those with something to do, whose turn is next in front. */
  const turns: Line[] = [];
  let free = hands;

  const next = (): Waiting | undefined => {
    for (;;) {
      const line = turns[0];
      if (line === undefined) return undefined;
      const first = line.queue[0]!;
      if (first.cost <= line.deficit) {
        line.deficit -= first.cost;
        line.queue.shift();
        // Who has nothing to do saves nothing up.
        if (line.queue.length === 0) {
          turns.shift();
          lines.delete(line.owner);
        }
        return first;
      }
      turns.shift();
      turns.push(line);
      turns[0]!.deficit += quantum;
    }
  };
  const startWork = (): void => {
    while (free > 0) {
      const waiting = next();
      if (waiting === undefined) return;
      free -= 1;
      waiting.start();
    }
  };

  return {
    run: (owner, cost, work) =>
      new Promise((resolve, reject) => {
        const done = (): void => {
          free += 1;
          startWork();
        };
        const start = (): void => {
          work().then(resolve, reject).finally(done);
        };
        let line = lines.get(owner);
        if (line === undefined) {
          line = { owner, queue: [], deficit: quantum };
          lines.set(owner, line);
          turns.push(line);
        }
        line.queue.push({ cost, start });
        startWork();
      }),
    waiting: () => turns.reduce((count, line) => count + line.queue.length, 0),
  };
}
