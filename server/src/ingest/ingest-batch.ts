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
import { startOfMinute, type Timestamp } from '@foreshock/model/time.ts';
import { decodeRequest } from '@foreshock/otlp/decode-request.ts';
import { redact } from '../redaction/redact.ts';
import type { ReceivedRequest } from '../stream/telemetry-stream.ts';
import { storedRows, trim } from './apply-rules.ts';
import type { BatchTools } from './batch-tools.ts';
import { countLate } from './count-late.ts';
import { countReceived, type Received } from './count-received.ts';
import { bytesOfRows, createIntake } from './intake/count-intake.ts';
import { normalise } from './normalise/normalise.ts';
import { fillServiceNames } from './normalise/service-of-workload.ts';
import { countTemplates } from './rollups/count-templates.ts';
import { registerSeries } from './rollups/register-series.ts';
import { rollUpPoints } from './rollups/roll-up-points.ts';
import { rollUpSpans } from './rollups/roll-up-spans.ts';
import { selectItems, selectLogs, selectPoints, selectSpans } from './select-rows.ts';
import { mergePoints } from './thin/merge-points.ts';
import { thinLogs } from './thin/thin-logs.ts';
import { thinPoints } from './thin/thin-points.ts';
import { thinSpans } from './thin/thin-spans.ts';
import { sourceOfRow } from './thin/trim-columns.ts';
import { entitiesOfSources, observeCalls, observeEvents } from './topology/observe-topology.ts';

/** `body`: decompressed. The tools learn from the request; they belong to its tenant. */
export function prepareBatch(request: ReceivedRequest, body: Uint8Array, tools: BatchTools): Result<IngestedBatch> {
  const decoded = decodeRequest(request.signal, request.format, body, request.receivedAt);
  if (!decoded.ok) return decoded;
  const { signal, receivedAt } = request;
  const intake = createIntake(startOfMinute(receivedAt), signal);
  intake.add('', 'refused', 'invalid', decoded.value.refused, 0);
  // From here on nobody sees what was sent, only what may stay of it.
  const normalised = normalise(redact(decoded.value.columns, tools.redactor), receivedAt);
  const { columns } = normalised;
  const late = countLate(columns, receivedAt, tools.closeAfterMs);
  const received: Received = { normalised, late, bytesOfRow: bytesOfRows(columns, body.length), receivedAt, intake };
  switch (columns.signal) {
    case 'logs':
      return success(prepareLogs(columns, tools, received));
    case 'traces':
      return success(prepareSpans(columns, tools, received));
    case 'metrics':
      return success(preparePoints(columns, tools, received));
  }
}

/** Index of a map in `valueKinds`. */
const STRUCTURED = 6;

const NO_ROLLUPS: Rollups = { metrics: [], spans: [], templates: [], series: [] };

function prepareLogs(columns: LogColumns, tools: BatchTools, received: Received): IngestedBatch {
  const entityOfSource = entitiesOfSources(columns, tools.registry, latestOf(columns, received.receivedAt));
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
  const rollups = { ...NO_ROLLUPS, templates: countTemplates(columns, entityOfSource, templateOfRow) };
  const events = observeEvents(columns, entityOfSource);
  countReceived(columns, entityOfSource, received);
  // From here on it is about what is stored; what detection reads has been counted.
  const { rules, lines } = tools.thinning;
  const fates = thinLogs({ columns, entityOfSource, templateOfRow }, rules.logs, lines, tools.miner.find);
  const stored = storedRows(columns, entityOfSource, fates, rules.logs, received);
  const ofRow = stored.rows ? selectItems(templateOfRow, stored.rows) : templateOfRow;
  const kept = stored.rows ? selectLogs(columns, stored.rows) : columns;
  const trimmed = trim(kept, entityOfSource, ofRow, tools, received.intake);
  return finish({ ...trimmed, sources: fillServiceNames(trimmed.sources) }, tools, entityOfSource, received, {
    ...stored.weights,
    templateOfRow: ofRow,
    rollups,
    events,
  });
}

function prepareSpans(columns: SpanColumns, tools: BatchTools, received: Received): IngestedBatch {
  const time = latestOf(columns, received.receivedAt);
  const entityOfSource = entitiesOfSources(columns, tools.registry, time);
  const peers = observeCalls(columns, entityOfSource, tools.registry, tools.recentSpans, time);
  const spans = rollUpSpans(columns, entityOfSource, peers, tools.operations);
  countReceived(columns, entityOfSource, received);
  const { rules, operations, slow } = tools.thinning;
  const fates =
    rules.traces.length > 0 ? thinSpans(columns, entityOfSource, rules.traces, operations, slow) : undefined;
  const stored = storedRows(columns, entityOfSource, fates, rules.traces, received);
  const kept = stored.rows ? selectSpans(columns, stored.rows) : columns;
  const trimmed = trim(kept, entityOfSource, [], tools, received.intake);
  return finish({ ...trimmed, sources: fillServiceNames(trimmed.sources) }, tools, entityOfSource, received, {
    ...stored.weights,
    rollups: { ...NO_ROLLUPS, spans },
  });
}

function preparePoints(sent: PointColumns, tools: BatchTools, received: Received): IngestedBatch {
  const entityOfSource = entitiesOfSources(sent, tools.registry, latestOf(sent, received.receivedAt));
  countReceived(sent, entityOfSource, received);
  const { rules, lastIntervals } = tools.thinning;
  // An attribute is what makes a series: it goes before series are told apart.
  const trimmed = trim(sent, entityOfSource, [], tools, received.intake);
  const registered = registerSeries(trimmed, entityOfSource, tools.knownSeries, received.receivedAt);
  const { intake, bytesOfRow } = received;
  for (const row of registered.overflowing)
    intake.add(entityOfSource[sourceOfRow(sent, row)]!, 'overflow', '', 1, bytesOfRow[row]!);
  const mayMeet = trimmed !== sent || registered.overflowing.length > 0;
  const apart = mayMeet ? mergePoints(trimmed, registered.seriesOfRow) : undefined;
  const columns = apart ? selectPoints(trimmed, apart) : trimmed;
  const seriesOfRow = apart ? selectItems(registered.seriesOfRow, apart) : registered.seriesOfRow;
  const bytes = apart ? Float64Array.from(apart, (row) => bytesOfRow[row]!) : bytesOfRow;
  const rollups = { ...NO_ROLLUPS, metrics: rollUpPoints(columns, seriesOfRow), series: registered.series };
  const fates = thinPoints(columns, entityOfSource, seriesOfRow, rules.metrics, lastIntervals);
  const { rows } = storedRows(columns, entityOfSource, fates, rules.metrics, { ...received, bytesOfRow: bytes });
  return finish(rows ? selectPoints(columns, rows) : columns, tools, entityOfSource, received, {
    seriesOfRow: rows ? selectItems(seriesOfRow, rows) : seriesOfRow,
    rollups,
  });
}

function finish(
  columns: TelemetryColumns,
  tools: BatchTools,
  entityOfSource: IngestedBatch['entityOfSource'],
  { intake }: Received,
  found: Pick<IngestedBatch, 'rollups'> &
    Partial<Pick<IngestedBatch, 'templateOfRow' | 'seriesOfRow' | 'events' | 'weightOfRow'>>,
): IngestedBatch {
  return {
    columns,
    entityOfSource,
    templateOfRow: [],
    seriesOfRow: [],
    events: [],
    templates: tools.miner.changed(),
    ...tools.registry.takeChanges(),
    intake: intake.counts(),
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
