// One request on its way from the stream to the store: in come its bytes, out goes what the store keeps. It must never
// throw for what a sender wrote: the gateway has accepted the request, so a fault here would be ours.
import type { IngestedBatch } from '@foreshock/model/ingested-batch.ts';
import type { Result } from '@foreshock/model/known-error.ts';
import { success } from '@foreshock/model/known-error.ts';
import type { LogColumns } from '@foreshock/model/log-columns.ts';
import type { PointColumns } from '@foreshock/model/point-columns.ts';
import type { Rollups } from '@foreshock/model/rollup.ts';
import type { SpanColumns } from '@foreshock/model/span-columns.ts';
import type { TelemetryColumns } from '@foreshock/model/telemetry.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { textAt } from '@foreshock/model/text-column.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { decodeRequest } from '@foreshock/otlp/decode-request.ts';
import { redact } from '../redaction/redact.ts';
import type { ReceivedRequest } from '../stream/telemetry-stream.ts';
import type { BatchTools } from './batch-tools.ts';
import { normalise } from './normalise/normalise.ts';
import { fillServiceNames } from './normalise/service-of-workload.ts';
import { countTemplates } from './rollups/count-templates.ts';
import { registerSeries } from './rollups/register-series.ts';
import { rollUpPoints } from './rollups/roll-up-points.ts';
import { rollUpSpans } from './rollups/roll-up-spans.ts';
import { entitiesOfSources, observeCalls, observeEvents } from './topology/observe-topology.ts';

/** `body`: decompressed. The tools learn from the request; they belong to its tenant. */
export function prepareBatch(request: ReceivedRequest, body: Uint8Array, tools: BatchTools): Result<IngestedBatch> {
  const decoded = decodeRequest(request.signal, request.format, body, request.receivedAt);
  if (!decoded.ok) return decoded;
  // From here on nobody sees what was sent, only what may stay of it.
  const redacted = redact(decoded.value.columns, tools.redactor);
  const { columns } = normalise(redacted, request.receivedAt);
  switch (columns.signal) {
    case 'logs':
      return success(prepareLogs(columns, tools, request.receivedAt));
    case 'traces':
      return success(prepareSpans(columns, tools, request.receivedAt));
    case 'metrics':
      return success(preparePoints(columns, tools, request.receivedAt));
  }
}

/** Index of a map in `valueKinds`. */
const STRUCTURED = 6;

const NO_ROLLUPS: Rollups = { metrics: [], spans: [], templates: [], series: [] };

function prepareLogs(columns: LogColumns, tools: BatchTools, receivedAt: Timestamp): IngestedBatch {
  const entityOfSource = entitiesOfSources(columns, tools.registry, latestOf(columns, receivedAt));
  const templateOfRow: TemplateId[] = [];
  for (let row = 0; row < columns.count; row++) {
    templateOfRow.push(
      tools.miner.assign(
        entityOfSource[columns.source[row]!]!,
        textAt(columns.body, row),
        columns.bodyKind[row] === STRUCTURED,
        columns.severityNumber[row]!,
        Number(columns.timeUnixNano[row]! / 1_000_000n),
      ),
    );
  }
  return finish(columns, tools, entityOfSource, {
    templateOfRow,
    rollups: { ...NO_ROLLUPS, templates: countTemplates(columns, entityOfSource, templateOfRow) },
    events: observeEvents(columns, entityOfSource),
  });
}

function prepareSpans(columns: SpanColumns, tools: BatchTools, receivedAt: Timestamp): IngestedBatch {
  const time = latestOf(columns, receivedAt);
  const entityOfSource = entitiesOfSources(columns, tools.registry, time);
  const peers = observeCalls(columns, entityOfSource, tools.registry, tools.recentSpans, time);
  const spans = rollUpSpans(columns, entityOfSource, peers, tools.operations);
  return finish(columns, tools, entityOfSource, { rollups: { ...NO_ROLLUPS, spans } });
}

function preparePoints(columns: PointColumns, tools: BatchTools, receivedAt: Timestamp): IngestedBatch {
  const entityOfSource = entitiesOfSources(columns, tools.registry, latestOf(columns, receivedAt));
  const { seriesOfRow, series } = registerSeries(columns, entityOfSource, tools.knownSeries);
  const metrics = rollUpPoints(columns, seriesOfRow);
  return finish(columns, tools, entityOfSource, { seriesOfRow, rollups: { ...NO_ROLLUPS, metrics, series } });
}

function finish(
  columns: TelemetryColumns,
  tools: BatchTools,
  entityOfSource: IngestedBatch['entityOfSource'],
  found: Pick<IngestedBatch, 'rollups'> & Partial<Pick<IngestedBatch, 'templateOfRow' | 'seriesOfRow' | 'events'>>,
): IngestedBatch {
  return {
    columns: columns.signal === 'metrics' ? columns : { ...columns, sources: fillServiceNames(columns.sources) },
    entityOfSource,
    templateOfRow: [],
    seriesOfRow: [],
    events: [],
    templates: tools.miner.changed(),
    ...tools.registry.takeChanges(),
    ...found,
  };
}

/** Event time of the latest record, never after its receipt: a sender's clock may be ahead. */
function latestOf(columns: TelemetryColumns, receivedAt: Timestamp): Timestamp {
  const times = columns.signal === 'traces' ? columns.endTimeUnixNano : columns.timeUnixNano;
  let latest = 0n;
  for (const time of times) if (time > latest) latest = time;
  return columns.count === 0 ? receivedAt : Math.min(receivedAt, Number(latest / 1_000_000n));
}
