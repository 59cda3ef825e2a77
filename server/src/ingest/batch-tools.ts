import type { Entity } from '@foreshock/model/entity.ts';
import type { Series } from '@foreshock/model/series.ts';
import type { Redactor } from '../redaction/create-redactor.ts';
import { createOperationNames, type OperationNames } from './rollups/name-operation.ts';
import { createMiner, type TemplateMiner } from './templates/mine-templates.ts';
import { createRecentSpans, type RecentSpans } from './topology/edges-from-spans.ts';
import { createEntityRegistry, type EntityRegistry } from './topology/resolve-entities.ts';

/** What one tenant's batches are prepared with, and what they teach. */
export interface BatchTools {
  /** Of the project's settings; another one takes its place when they change. */
  redactor: Redactor;
  readonly miner: TemplateMiner;
  readonly registry: EntityRegistry;
  readonly recentSpans: RecentSpans;
  readonly operations: OperationNames;
  readonly knownSeries: Map<string, Series>;
}

/** `entities` and `minerSnapshot`: what earlier runs kept; without them a new tenant begins. */
export function createBatchTools(
  redactor: Redactor,
  entities: readonly Entity[] = [],
  minerSnapshot?: Uint8Array,
): BatchTools {
  return {
    redactor,
    miner: createMiner({}, minerSnapshot),
    registry: createEntityRegistry(entities),
    recentSpans: createRecentSpans(),
    operations: createOperationNames(),
    knownSeries: new Map(),
  };
}
