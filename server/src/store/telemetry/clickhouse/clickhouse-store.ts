import { type KnownError, type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { TenantTelemetry, WholeTelemetryStore } from '../telemetry-store.ts';
import { appendBatches } from './append.ts';
import { backUp, checkTables, restore } from './backup.ts';
import type { Connection } from './connection.ts';
import { createKeptSloHours, type KeptSloHours, selectKeptSloCounts } from './kept-slo-hours.ts';
import { createKnownRows } from './known-rows.ts';
import { retain } from './retain.ts';
import { selectChanges, selectEvents } from './select-changes.ts';
import { countActiveSeries, selectIntake, selectKeyCardinality } from './select-intake.ts';
import { selectLogHistogram, selectTopValues } from './select-log-counts.ts';
import { selectLogs } from './select-logs.ts';
import { selectNoise } from './select-noise.ts';
import { selectRollups } from './select-rollups.ts';
import { selectSample } from './select-sample.ts';
import { findSeries, selectSeries } from './select-series.ts';
import { selectSpanLogs } from './select-span-logs.ts';
import { selectEdges, selectSpanSeries } from './select-span-series.ts';
import { selectSpans } from './select-spans.ts';
import { selectTemplate, selectTemplateCounts, selectTemplates } from './select-templates.ts';
import { selectTopology } from './select-topology.ts';
import { selectTrace } from './select-trace.ts';
import { selectTraceVisits } from './select-trace-visits.ts';
import { selectTraces } from './select-traces.ts';
import { selectExtent, selectUsage } from './select-usage.ts';
import { STORAGE_POLICY } from './storage-configuration.ts';
import { createStatements, databaseOf } from './tables.ts';

/** Keeps telemetry in a ClickHouse, a database per tenant. Closing the store closes the connection. */
export function createClickhouseStore(connection: Connection): WholeTelemetryStore {
  const tenants = new Map<TenantId, TenantTelemetry>();
  const sloHours = createKeptSloHours();
  return {
    tenant: (id) => {
      const known = tenants.get(id);
      if (known) return known;
      const opened = createTenant(connection, databaseOf(id), sloHours);
      tenants.set(id, opened);
      return opened;
    },
    backUp: (directory) => backUp(connection, directory),
    restore: (directory) => restore(connection, directory),
    check: () => checkTables(connection),
    close: () => connection.close(),
  };
}

function createTenant(connection: Connection, database: string, sloHours: KeptSloHours): TenantTelemetry {
  const known = createKnownRows();
  const target = { connection, database, known };
  let tables: Promise<Result<void>> | undefined;

  /** Tables are made before the first call; where that fails, the next call tries again. */
  async function ready<R extends Result<unknown>>(
    run: () => Promise<R>,
  ): Promise<R | { ok: false; error: KnownError }> {
    tables ??= createTables(connection, database);
    const made = await tables;
    if (made.ok) return run();
    tables = undefined;
    return made;
  }

  return {
    append: (batch, token) => ready(() => appendBatches(target, [batch], token)),
    appendAll: (batches, token, missing) => ready(() => appendBatches(target, batches, token, missing)),
    selectLogs: (query) => ready(() => selectLogs(target, query)),
    selectLogHistogram: (query) => ready(() => selectLogHistogram(target, query)),
    selectTopValues: (query) => ready(() => selectTopValues(target, query)),
    selectTemplates: (query) => ready(() => selectTemplates(target, query)),
    selectTemplateCounts: (query) => ready(() => selectTemplateCounts(target, query)),
    selectTemplate: (id) => ready(() => selectTemplate(target, id)),
    findSeries: (query) => ready(() => findSeries(target, query)),
    selectSeries: (query) => ready(() => selectSeries(target, query)),
    selectTrace: (traceId) => ready(() => selectTrace(target, traceId)),
    selectTraces: (query) => ready(() => selectTraces(target, query)),
    selectSpans: (query) => ready(() => selectSpans(target, query)),
    selectSpanLogs: (query) => ready(() => selectSpanLogs(target, query)),
    selectTraceVisits: (query) => ready(() => selectTraceVisits(target, query)),
    selectSample: (query) => ready(() => selectSample(target, query)),
    selectSpanSeries: (query) => ready(() => selectSpanSeries(target, query)),
    selectSloCounts: (query) => ready(() => selectKeptSloCounts(target, sloHours, query)),
    selectEdges: (range) => ready(() => selectEdges(target, range)),
    selectTopology: (range) => ready(() => selectTopology(target, range)),
    selectChanges: (range, entity) => ready(() => selectChanges(target, range, entity)),
    selectEvents: (range, entity) => ready(() => selectEvents(target, range, entity)),
    selectRollups: (range) => ready(() => selectRollups(target, range)),
    selectExtent: () => ready(() => selectExtent(target)),
    selectIntake: (query) => ready(() => selectIntake(target, query)),
    selectKeyCardinality: (query) => ready(() => selectKeyCardinality(target, query)),
    countActiveSeries: (range) => ready(() => countActiveSeries(target, range)),
    selectNoise: (query) => ready(() => selectNoise(target, query)),
    selectUsage: () => ready(() => selectUsage(target)),
    retain: (policy, now) => ready(() => retain(target, policy, now)),
  };
}

async function createTables(connection: Connection, database: string): Promise<Result<void>> {
  for (const statement of createStatements(database, STORAGE_POLICY)) {
    const made = await connection.command(statement);
    if (!made.ok) return made;
  }
  return success();
}
