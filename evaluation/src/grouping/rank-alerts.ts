import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import { locateRootCauses } from '@foreshock/server/analysis/root-cause/locate-root-causes.ts';
import { emptyTally } from '@foreshock/server/analysis/root-cause/trace-tally.ts';
import { entityName } from './recorded-alerts.ts';

/** Entities from the likeliest cause on, by the product's own ranking of what alerts alone tell: no spans, no changes. */
export function rankByProduct(members: readonly Anomaly[], topology: Topology): string[] {
  return locateRootCauses({
    onset: Math.min(...members.map(({ onset }) => onset)),
    members,
    topology,
    changes: [],
    reference: emptyTally(),
    nodes: [],
    edges: [],
    utilisations: [],
    processors: [],
  }).map(({ entity }) => entityName(entity));
}

export function rankByCount(members: readonly Anomaly[]): string[] {
  const counts = new Map<string, number>();
  for (const { entity } of members) counts.set(entityName(entity), (counts.get(entityName(entity)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name]) => name);
}

export function rankByTime(members: readonly Anomaly[]): string[] {
  const ordered = [...members].sort((a, b) => a.onset - b.onset);
  return [...new Set(ordered.map(({ entity }) => entityName(entity)))];
}
