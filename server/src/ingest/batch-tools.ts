import type { Entity } from '@foreshock/model/entity.ts';
import { defaultNoiseSettings, type NoiseSettings } from '@foreshock/model/noise-rule.ts';
import { type DurationMs, SECOND } from '@foreshock/model/time.ts';
import type { Redactor } from '../redaction/create-redactor.ts';
import { createKnownSeries, type KnownSeries } from './rollups/known-series.ts';
import { createOperationNames, type OperationNames } from './rollups/name-operation.ts';
import { createMiner, type TemplateMiner } from './templates/mine-templates.ts';
import { createThinning, rulesInForce, type Thinning } from './thin/thinning.ts';
import { createRecentSpans, type RecentSpans } from './topology/edges-from-spans.ts';
import { createEntityRegistry, type EntityRegistry } from './topology/resolve-entities.ts';

/** As analysis ships. */
const CLOSE_AFTER_MS = 30 * SECOND;

/** What one tenant's batches are prepared with, and what they teach. */
export interface BatchTools {
  /** Of the project's settings; another one takes its place when they change. */
  redactor: Redactor;
  readonly miner: TemplateMiner;
  readonly registry: EntityRegistry;
  readonly recentSpans: RecentSpans;
  readonly operations: OperationNames;
  readonly knownSeries: KnownSeries;
  readonly thinning: Thinning;
  /** So long after its end a minute is analysed: what comes later is not judged. */
  readonly closeAfterMs: DurationMs;
}

/** `entities` and `minerSnapshot`: what earlier runs kept; without them a new tenant begins. */
export function createBatchTools(
  redactor: Redactor,
  entities: readonly Entity[] = [],
  minerSnapshot?: Uint8Array,
  closeAfterMs: DurationMs = CLOSE_AFTER_MS,
): BatchTools {
  return {
    redactor,
    miner: createMiner({}, minerSnapshot),
    registry: createEntityRegistry(entities),
    recentSpans: createRecentSpans(),
    operations: createOperationNames(),
    knownSeries: createKnownSeries(defaultNoiseSettings.maxActiveSeries),
    thinning: createThinning(),
    closeAfterMs,
  };
}

/** Holds for every request prepared after it; what the rules remember stays. */
export function setNoise(tools: BatchTools, settings: NoiseSettings): void {
  tools.thinning.rules = rulesInForce(settings);
  tools.knownSeries.setMost(settings.maxActiveSeries);
}
