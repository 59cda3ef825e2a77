import type { TenantId } from '@foreshock/model/tenant.ts';

/** What changed, so that a screen knows what to ask again. Carries no content. */
export interface FeedEvent {
  readonly sequence: number;
  readonly type: 'prediction' | 'incident' | 'data-trust' | 'analysis';
  readonly id: string;
  readonly revision: number;
}

export interface EventFeed {
  publish(tenant: TenantId, events: readonly Omit<FeedEvent, 'sequence'>[]): void;
  /** All of the project after `lastSequence` that are still remembered, then what comes, until the signal aborts. */
  subscribe(tenant: TenantId, lastSequence: number | undefined, signal: AbortSignal): AsyncGenerator<FeedEvent>;
}

/** A client that was away for longer than these many events asks for everything anew. */
const REMEMBERED = 1000;

/**
 * `before`: number of the event before the first one. The time of the start lets numbers grow over restarts, so that a
 * client that saw events of an earlier run gets all of this one.
 */
export function createEventFeed(before: number): EventFeed {
  const remembered: { readonly tenant: TenantId; readonly event: FeedEvent }[] = [];
  const waiting = new Set<() => void>();
  let sequence = before;
  return {
    publish(tenant, events) {
      for (const event of events) {
        sequence += 1;
        remembered.push({ tenant, event: { ...event, sequence } });
      }
      if (remembered.length > REMEMBERED) remembered.splice(0, remembered.length - REMEMBERED);
      for (const wake of waiting) wake();
    },
    async *subscribe(tenant, lastSequence, signal) {
      let seen = lastSequence === undefined || lastSequence > sequence ? sequence : lastSequence;
      while (!signal.aborted) {
        const next = remembered.find((kept) => kept.tenant === tenant && kept.event.sequence > seen);
        if (next) {
          seen = next.event.sequence;
          yield next.event;
          continue;
        }
        await new Promise<void>((resolve) => {
          const wake = (): void => {
            waiting.delete(wake);
            signal.removeEventListener('abort', wake);
            resolve();
          };
          waiting.add(wake);
          signal.addEventListener('abort', wake);
        });
      }
    },
  };
}
