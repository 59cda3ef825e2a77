import type { Signal } from '@foreshock/model/telemetry.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Metric } from './base/self-telemetry.ts';

export interface LostRequests {
  readonly signal: Signal;
  /** There was no room to set them aside, or nobody decided about them in time. */
  readonly reason: 'no-room' | 'expired';
  readonly requests: number;
}

/** Accepted requests of one project that are lost, since the start. */
export function lostRequests(metrics: readonly Metric[], tenant: TenantId): LostRequests[] {
  const points = metrics.find(({ name }) => name === 'foreshock.quarantine.requests')?.points ?? [];
  return points.flatMap(({ labels, value }) => {
    const { event } = labels;
    if (labels.tenant !== tenant || (event !== 'no-room' && event !== 'expired')) return [];
    // The label is written from a signal, in `ingest/ingest-telemetry.ts`.
    return [{ signal: labels.signal as Signal, reason: event, requests: value }];
  });
}
