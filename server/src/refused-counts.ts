import type { Metric } from './base/self-telemetry.ts';
import type { ReasonCount } from './process-messages.ts';

/** What was not taken since the start, by project and reason: whole requests by the code of their error, records one by one. */
export function refusedCounts(metrics: readonly Metric[]): ReasonCount[] {
  const counts = new Map<string, ReasonCount>();
  const add = (tenant: string | undefined, reason: string, count: number): void => {
    if (count === 0) return;
    const key = JSON.stringify([tenant, reason]);
    const before = counts.get(key)?.count ?? 0;
    counts.set(key, { ...(tenant !== undefined && { tenant }), reason, count: before + count });
  };
  for (const metric of metrics) {
    for (const { labels, value } of metric.points) {
      if (metric.name === 'foreshock.gateway.requests' && labels.outcome !== 'accepted')
        add(labels.tenant, `request ${labels.outcome}`, value);
      if (metric.name === 'foreshock.gateway.records' && labels.outcome === 'refused')
        add(labels.tenant, `invalid ${labels.signal} records`, value);
    }
  }
  return [...counts.values()];
}
