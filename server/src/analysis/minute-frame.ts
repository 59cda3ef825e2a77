import type { Change } from '@foreshock/model/change.ts';
import type { ClusterEvent } from '@foreshock/model/cluster-event.ts';
import type { MetricRollup, SpanRollup, TemplateCount } from '@foreshock/model/rollup.ts';
import type { Series, SeriesId } from '@foreshock/model/series.ts';
import type { Template, TemplateId } from '@foreshock/model/template.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import type { SloBurning } from './slo-burning.ts';

/** All that one closed minute of one tenant holds. What every step of analysis reads; none reads the clock. */
export interface MinuteFrame {
  readonly minute: Timestamp;
  readonly metrics: readonly MetricRollup[];
  readonly spans: readonly SpanRollup[];
  readonly templates: readonly TemplateCount[];
  readonly events: readonly ClusterEvent[];
  readonly changes: readonly Change[];
  /** Of every SLO at the end of the minute; absent where the project has none. */
  readonly burning?: readonly SloBurning[];
  /** As known at the end of the minute. */
  readonly topology: Topology;
  readonly seriesById: ReadonlyMap<SeriesId, Series>;
  /** Old ids resolve to the present template. */
  readonly templateById: ReadonlyMap<TemplateId, Template>;
}

/** A minute in which nothing was reported. */
export function emptyFrame(minute: Timestamp, topology: Topology): MinuteFrame {
  return {
    minute,
    metrics: [],
    spans: [],
    templates: [],
    changes: [],
    events: [],
    topology,
    seriesById: new Map(),
    templateById: new Map(),
  };
}
