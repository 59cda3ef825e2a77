// One request on its way from the stream to the store: in come its bytes, out goes what the store keeps. It must never
// throw for what a sender wrote: the gateway has accepted the request, so a fault here would be ours.
import type { EntityId } from '@foreshock/model/entity.ts';
import type { IngestedBatch } from '@foreshock/model/ingested-batch.ts';
import type { IntakeKind } from '@foreshock/model/intake.ts';
import type { Result } from '@foreshock/model/known-error.ts';
import { success } from '@foreshock/model/known-error.ts';
import type { LogColumns } from '@foreshock/model/log-columns.ts';
import type { NoiseRule } from '@foreshock/model/noise-rule.ts';
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
import type { BatchTools } from './batch-tools.ts';
import { bytesOfRows, createIntake, type Intake } from './intake/count-intake.ts';
import { type Normalised, normalise } from './normalise/normalise.ts';
import { fillServiceNames } from './normalise/service-of-workload.ts';
import { countTemplates } from './rollups/count-templates.ts';
import { registerSeries } from './rollups/register-series.ts';
import { rollUpPoints } from './rollups/roll-up-points.ts';
import { rollUpSpans } from './rollups/roll-up-spans.ts';
import { selectItems, selectLogs, selectPoints, selectSpans } from './select-rows.ts';
import { mergePoints } from './thin/merge-points.ts';
import { type Fates, thinLogs } from './thin/thin-logs.ts';
import { thinPoints } from './thin/thin-points.ts';
import { thinSpans } from './thin/thin-spans.ts';
import { sourceOfRow, trimColumns } from './thin/trim-columns.ts';
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
  const received: Received = { normalised, bytesOfRow: bytesOfRows(columns, body.length), receivedAt, intake };
  switch (columns.signal) {
    case 'logs':
      return success(prepareLogs(columns, tools, received));
    case 'traces':
      return success(prepareSpans(columns, tools, received));
    case 'metrics':
      return success(preparePoints(columns, tools, received));
  }
}

/** What is known of a request beside its records. */
interface Received {
  readonly normalised: Normalised;
  readonly bytesOfRow: Float64Array;
  readonly receivedAt: Timestamp;
  readonly intake: Intake;
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
  const trimmed = trim(kept, entityOfSource, ofRow, rules.logs, received.intake);
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
  const trimmed = trim(kept, entityOfSource, [], rules.traces, received.intake);
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
  const trimmed = trim(sent, entityOfSource, [], rules.metrics, received.intake);
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

/** By sender: what came in, what was joined, whose clock was ahead. */
function countReceived(columns: TelemetryColumns, entityOfSource: readonly EntityId[], received: Received): void {
  const { intake, bytesOfRow, normalised } = received;
  const records = new Float64Array(columns.sources.length);
  const bytes = new Float64Array(columns.sources.length);
  for (let row = 0; row < columns.count; row++) {
    const source = sourceOfRow(columns, row);
    records[source]! += 1;
    bytes[source]! += bytesOfRow[row]!;
  }
  for (const [source, entity] of entityOfSource.entries()) {
    const joined = normalised.joined.get(source) ?? 0;
    intake.add(entity, 'received', '', records[source]! + joined, bytes[source]!);
    intake.add(entity, 'joined', '', joined, 0);
    intake.add(entity, 'clock-ahead', '', normalised.ahead.get(source) ?? 0, 0);
  }
}

const KIND_OF_ACTION = {
  drop: 'dropped',
  sample: 'sampled',
  deduplicate: 'deduplicated',
  'roll-up': 'rolled-up',
  'drop-attributes': 'trimmed',
} as const satisfies Record<NoiseRule['action']['kind'], IntakeKind>;

interface StoredRows {
  /** Absent where every row is stored. */
  readonly rows?: Uint32Array;
  readonly weights: Pick<IngestedBatch, 'weightOfRow'>;
}

/** Counts what is not stored by the rule that says so. */
function storedRows(
  columns: TelemetryColumns,
  entityOfSource: readonly EntityId[],
  fates: Fates | undefined,
  rules: readonly NoiseRule[],
  { intake, bytesOfRow }: Received,
): StoredRows {
  if (!fates) return { weights: {} };
  const rows: number[] = [];
  for (let row = 0; row < columns.count; row++) {
    const index = fates.ruleOfRow[row]!;
    if (index < 0) {
      rows.push(row);
      continue;
    }
    const rule = rules[index]!;
    const entity = entityOfSource[sourceOfRow(columns, row)]!;
    intake.add(entity, KIND_OF_ACTION[rule.action.kind], rule.id, 1, bytesOfRow[row]!);
  }
  return {
    rows: Uint32Array.from(rows),
    weights: { weightOfRow: Float64Array.from(rows, (row) => fates.weightOfRow[row]!) },
  };
}

function trim<T extends TelemetryColumns>(
  columns: T,
  entityOfSource: readonly EntityId[],
  templateOfRow: readonly TemplateId[],
  rules: readonly NoiseRule[],
  intake: Intake,
): T {
  const trimmed = trimColumns(columns, entityOfSource, templateOfRow, rules);
  for (const [index, bytes] of trimmed.bytes) {
    for (let row = 0; row < bytes.length; row++) {
      if (bytes[row] === 0) continue;
      intake.add(entityOfSource[sourceOfRow(columns, row)]!, 'trimmed', rules[index]!.id, 1, bytes[row]!);
    }
  }
  return trimmed.columns;
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
