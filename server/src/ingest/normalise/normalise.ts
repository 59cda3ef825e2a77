// One request in the words of one convention, whoever sent it: in come decoded columns, out go columns that templates,
// topology and rollups read alike. Twice is once: what was normalised is not changed again.
import type { ResourceScope } from '@foreshock/model/resource.ts';
import type { TelemetryColumns } from '@foreshock/model/telemetry.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { clampLogs, clampPoints, clampSpans } from './clamp-clocks.ts';
import { fillSeverity } from './fill-severity.ts';
import { joinStackTraces } from './join-stack-traces.ts';
import { parseBodies } from './parse-bodies.ts';
import { renameAttributes, renameColumns } from './rename-attributes.ts';
import { renameMetrics } from './rename-metrics.ts';

export interface Normalised<T extends TelemetryColumns = TelemetryColumns> {
  readonly columns: T;
  /** Records that became part of the one before, by source. */
  readonly joined: ReadonlyMap<number, number>;
  /** Records whose clock was ahead, by source. */
  readonly ahead: ReadonlyMap<number, number>;
}

/** The columns are its own from now on. `receivedAt` tells whose clock is ahead. */
export function normalise<T extends TelemetryColumns>(sent: T, receivedAt: Timestamp): Normalised<T>;
export function normalise(sent: TelemetryColumns, receivedAt: Timestamp): Normalised {
  switch (sent.signal) {
    case 'logs': {
      // Clocks before traces: whether lines belong together is told by their times.
      const { columns: timed, sources } = clampLogs(parseBodies(sent), receivedAt);
      const { columns, joined } = joinStackTraces(timed);
      fillSeverity(columns);
      return { columns: withNewNames(columns), joined, ahead: countedBy(sources) };
    }
    case 'traces': {
      const { columns, sources } = clampSpans(sent, receivedAt);
      return { columns: withNewNames(columns), joined: new Map(), ahead: countedBy(sources) };
    }
    case 'metrics': {
      const { columns, sources } = clampPoints(sent, receivedAt);
      return { columns: renameMetrics(withNewNames(columns)), joined: new Map(), ahead: countedBy(sources) };
    }
  }
}

function withNewNames<T extends TelemetryColumns>(columns: T): T {
  const attributes = renameColumns(columns.attributes);
  let renamed = attributes !== columns.attributes;
  const sources = columns.sources.map((source): ResourceScope => {
    const resource = renameAttributes(source.resource);
    if (resource === source.resource) return source;
    renamed = true;
    return { ...source, resource };
  });
  return renamed ? { ...columns, attributes, sources } : columns;
}

function countedBy(sources: readonly number[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const source of sources) counts.set(source, (counts.get(source) ?? 0) + 1);
  return counts;
}
