import type { Change } from './change.ts';
import type { ClusterEvent } from './cluster-event.ts';
import type { Entity, EntityId } from './entity.ts';
import type { IntakeCount } from './intake.ts';
import type { Rollups } from './rollup.ts';
import type { SeriesId } from './series.ts';
import type { TelemetryColumns } from './telemetry.ts';
import type { Template, TemplateId } from './template.ts';
import type { Relation } from './topology.ts';

/** One request on its way into the store: its records, what they are about, and their rollups. */
export interface IngestedBatch {
  readonly columns: TelemetryColumns;
  /** Of each entry of `columns.sources` the entity that it is about. */
  readonly entityOfSource: readonly EntityId[];
  /** Of each log record its template; empty for other signals. */
  readonly templateOfRow: readonly TemplateId[];
  /** Of each metric point its series; empty for other signals. */
  readonly seriesOfRow: readonly SeriesId[];
  /** How many records each row stands for; absent where each stands for itself. */
  readonly weightOfRow?: Float64Array;
  readonly rollups: Rollups;
  /** What came in and what became of it. */
  readonly intake: readonly IntakeCount[];
  /** New or changed since the last batch. */
  readonly entities: readonly Entity[];
  readonly relations: readonly Relation[];
  readonly templates: readonly Template[];
  readonly changes: readonly Change[];
  readonly events: readonly ClusterEvent[];
}
