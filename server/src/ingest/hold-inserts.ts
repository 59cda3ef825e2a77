import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { timedOut, withTimeout } from '../base/schedule.ts';

/** Work of others that needs the store to stand still for a while. */
export interface Holds {
  /** Runs `work` between two inserts. `store-unavailable` when its turn does not come. Rejects as `work` does. */
  hold<T>(work: () => Promise<T>): Promise<Result<T>>;
  /** Lets each that waits have its turn. Of the one who inserts, when nothing is half stored. */
  work(): Promise<void>;
}

/** An insert takes seconds; a store that takes none for so long has another trouble. */
const TURN_WITHIN_MS = MINUTE;

/** `onWork`: somebody waits. */
export function createHolds(onWork: () => void): Holds {
  /** Each begins one and is given what ends it. */
  const waiting: ((end: () => void) => void)[] = [];
  return {
    async hold(work) {
      const turn = Promise.withResolvers<() => void>();
      waiting.push(turn.resolve);
      onWork();
      const came = await withTimeout(turn.promise, TURN_WITHIN_MS);
      const at = waiting.indexOf(turn.resolve);
      if (came === timedOut && at >= 0) {
        waiting.splice(at, 1);
        return failure('store-unavailable', 'the insert in hand does not end: see the log, and ask again', MINUTE);
      }
      const end = await turn.promise;
      try {
        return success(await work());
      } finally {
        end();
      }
    },
    async work() {
      for (const begin of waiting.splice(0)) await new Promise<void>((end) => begin(end));
    },
  };
}
