import type { Metric } from './base/self-telemetry.ts';
import type { ReasonCount } from './process-messages.ts';

/** What was not taken since the start, by reason: whole requests by the code of their error, records one by one. */
export function refusedCounts(metrics: readonly Metric[]): ReasonCount[] {
  const counts = new Map<string, number>();
  const add = (reason: string, count: number): void => {
    if (count > 0) counts.set(reason, (counts.get(reason) ?? 0) + count);
  };
  for (const metric of metrics) {
    for (const { labels, value } of metric.points) {
      if (metric.name === 'foreshock.gateway.requests' && labels.outcome !== 'accepted')
        add(`request ${labels.outcome}`, value);
      if (metric.name === 'foreshock.gateway.records' && labels.outcome === 'refused')
        add(`invalid ${labels.signal} records`, value);
      if (metric.name === 'foreshock.ingest.dropped') add(`undecodable ${labels.signal}: ${labels.reason}`, value);
    }
  }
  return [...counts].map(([reason, count]) => ({ reason, count }));
}
