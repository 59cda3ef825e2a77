import type { Change } from '@foreshock/model/change.ts';
import type { ClusterEvent } from '@foreshock/model/cluster-event.ts';
import type { Rollups } from '@foreshock/model/rollup.ts';
import type { Template, TemplateId } from '@foreshock/model/template.ts';
import { MINUTE, startOfMinute, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import type { MinuteFrame } from './minute-frame.ts';
import { createBurningReader, type SloMinutes } from './slo-burning.ts';

/** What the store gives for a range of closed minutes. */
export interface MinutesRead {
  /** Whole minutes. */
  readonly range: TimeRange;
  readonly rollups: Rollups;
  readonly topology: Topology;
  readonly templates: readonly Template[];
  readonly changes: readonly Change[];
  readonly events: readonly ClusterEvent[];
  /** Absent where the project has none. */
  readonly slos?: readonly SloMinutes[];
}

/** One frame a minute in order, empty minutes included: that nothing came is a finding too. */
export function buildFrames(read: MinutesRead): MinuteFrame[] {
  const seriesById = new Map(read.rollups.series.map((series) => [series.id, series]));
  const templateById = new Map<TemplateId, Template>();
  for (const template of read.templates)
    for (const id of [...template.aliases, template.id]) templateById.set(id, template);
  const metrics = byMinute(read.rollups.metrics, (rollup) => rollup.minute);
  const spans = byMinute(read.rollups.spans, (rollup) => rollup.minute);
  const templates = byMinute(read.rollups.templates, (rollup) => rollup.minute);
  const changes = byMinute(read.changes, (change) => startOfMinute(change.time));
  const events = byMinute(read.events, (event) => startOfMinute(event.time));
  const burningIn = read.slos && createBurningReader(read.slos);
  const frames: MinuteFrame[] = [];
  for (let minute = read.range.from; minute < read.range.to; minute += MINUTE) {
    frames.push({
      minute,
      metrics: metrics.get(minute) ?? [],
      spans: spans.get(minute) ?? [],
      templates: templates.get(minute) ?? [],
      changes: changes.get(minute) ?? [],
      events: events.get(minute) ?? [],
      ...(burningIn && { burning: burningIn(minute) }),
      topology: read.topology,
      seriesById,
      templateById,
    });
  }
  return frames;
}

function byMinute<Row>(rows: readonly Row[], minuteOf: (row: Row) => Timestamp): Map<Timestamp, Row[]> {
  const grouped = new Map<Timestamp, Row[]>();
  for (const row of rows) {
    const minute = minuteOf(row);
    const known = grouped.get(minute);
    if (known) known.push(row);
    else grouped.set(minute, [row]);
  }
  return grouped;
}
