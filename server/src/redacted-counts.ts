import type { RedactionKind } from '@foreshock/model/redaction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Metric } from './base/self-telemetry.ts';

export interface RedactedCount {
  readonly kind: RedactionKind;
  readonly count: number;
}

/** Values of one project that were replaced since the start, most first. */
export function redactedCounts(metrics: readonly Metric[], tenant: TenantId): RedactedCount[] {
  const counts = new Map<RedactionKind, number>();
  for (const metric of metrics) {
    if (metric.name !== 'foreshock.redacted') continue;
    for (const { labels, value } of metric.points) {
      // The label is written from a kind, in `ingest/start-ingest.ts`.
      const kind = labels.kind as RedactionKind;
      if (labels.tenant === tenant) counts.set(kind, (counts.get(kind) ?? 0) + value);
    }
  }
  return [...counts].map(([kind, count]) => ({ kind, count })).sort((a, b) => b.count - a.count);
}
