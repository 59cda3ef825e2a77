import type { Timestamp } from '@foreshock/model/time.ts';
import { delay } from '../base/schedule.ts';
import type { Delivery } from '../stream/telemetry-stream.ts';
import type { IngestConfig } from './config.ts';
import type { GroupInHand } from './insert-in-hand.ts';

/** Deliveries that wait to be stored together. */
export interface WaitingRoom {
  /** Resolves at once while there is room. */
  admit(delivery: Delivery): Promise<void>;
  /** The next group in order; exactly the one of `bounds` when it begins there. Empty when stopped or called. */
  take(bounds: Pick<GroupInHand, 'first' | 'last'> | undefined): Promise<readonly Delivery[]>;
  /** Ends a `take` that waits, or the next one: there is other work. */
  call(): void;
  release(group: readonly Delivery[]): void;
  oldestReceivedAt(): Timestamp | undefined;
}

/** Four inserts may wait: the thread is never idle, and memory stays bounded. */
const ROOM_FOR_INSERTS = 4;
const GLANCE_MS = 20;

export function createWaitingRoom(config: IngestConfig, signal: AbortSignal): WaitingRoom {
  const queue: Delivery[] = [];
  const inHand: Delivery[] = [];
  let bytes = 0;
  let isCalled = false;
  const freed: (() => void)[] = [];
  const arrived: (() => void)[] = [];
  signal.addEventListener('abort', () => {
    for (const wake of [...freed, ...arrived]) wake();
  });
  const isFull = (): boolean =>
    bytes >= ROOM_FOR_INSERTS * config.maxBytesPerInsert ||
    queue.length >= ROOM_FOR_INSERTS * config.maxRequestsPerInsert;
  const groupSize = (): number => {
    let size = 0;
    let groupBytes = 0;
    for (const delivery of queue) {
      if (size >= config.maxRequestsPerInsert || groupBytes >= config.maxBytesPerInsert) break;
      size += 1;
      groupBytes += delivery.request.body.length;
    }
    return size;
  };
  const takeFirst = (size: number): Delivery[] => {
    const group = queue.splice(0, size);
    for (const delivery of group) bytes -= delivery.request.body.length;
    inHand.push(...group);
    for (const wake of freed.splice(0)) wake();
    return group;
  };
  const nextArrival = (): Promise<void> =>
    new Promise((resolve) => (signal.aborted ? resolve() : arrived.push(resolve)));

  return {
    async admit(delivery) {
      while (isFull() && !signal.aborted) await new Promise<void>((resolve) => freed.push(resolve));
      queue.push(delivery);
      bytes += delivery.request.body.length;
      for (const wake of arrived.splice(0)) wake();
    },
    async take(bounds) {
      while (queue.length === 0 && !signal.aborted && !isCalled) await nextArrival();
      if (signal.aborted || isCalled) {
        isCalled = false;
        return [];
      }
      if (bounds && queue[0]!.position === bounds.first) {
        let end = queue.findIndex((delivery) => delivery.position === bounds.last);
        while (end < 0 && !signal.aborted) {
          await nextArrival();
          end = queue.findIndex((delivery) => delivery.position === bounds.last);
        }
        return end < 0 ? [] : takeFirst(end + 1);
      }
      for (
        let waited = 0;
        waited < config.lingerMs && groupSize() === queue.length && !signal.aborted;
        waited += GLANCE_MS
      ) {
        await delay(GLANCE_MS, signal);
      }
      return takeFirst(groupSize());
    },
    call() {
      isCalled = true;
      for (const wake of arrived.splice(0)) wake();
    },
    release(group) {
      inHand.splice(0, group.length);
    },
    oldestReceivedAt: () => (inHand[0] ?? queue[0])?.request.receivedAt,
  };
}
