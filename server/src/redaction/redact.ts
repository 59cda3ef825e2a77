// The first step behind the decoder, and the last one that sees what was sent: columns in, columns out. Numbers, times and
// ids are never touched. Hot path, measured by benchmarks/redact.ts: what no rule looks at stays the bytes that it was.
import { type AttributeColumns, type Attributes, valueKinds } from '@foreshock/model/attributes.ts';
import type { LogColumns } from '@foreshock/model/log-columns.ts';
import type { PointColumns } from '@foreshock/model/point-columns.ts';
import type { ResourceScope } from '@foreshock/model/resource.ts';
import type { SpanColumns } from '@foreshock/model/span-columns.ts';
import type { TelemetryColumns } from '@foreshock/model/telemetry.ts';
import type { TextColumn } from '@foreshock/model/text-column.ts';
import { type ByteAppender, createByteAppenders } from './byte-appender.ts';
import type { Redactor } from './create-redactor.ts';
import { createHarmlessValues } from './harmless-values.ts';

const EMPTY = valueKinds.indexOf('empty');
const STRING = valueKinds.indexOf('string');
const BOOL = valueKinds.indexOf('bool');
const INT = valueKinds.indexOf('int');
const DOUBLE = valueKinds.indexOf('double');
const BYTES = valueKinds.indexOf('bytes');

/** The redactor of the project that sent them. */
export function redact(columns: TelemetryColumns, redactor: Redactor): TelemetryColumns {
  switch (columns.signal) {
    case 'logs':
      return redactLogs(columns, redactor);
    case 'traces':
      return redactSpans(columns, redactor);
    case 'metrics':
      return redactPoints(columns, redactor);
  }
}

function redactLogs(columns: LogColumns, redactor: Redactor): LogColumns {
  const appenders = createByteAppenders();
  const { bodyKind } = columns;
  const body = redactColumn(columns.body, appenders.of(columns.body.bytes), (row, bytes, start, end) => {
    const kind = bodyKind[row]!;
    if (kind === STRING) return searched(redactor, bytes, start, end);
    if (kind === EMPTY || kind === BOOL || kind === DOUBLE) return undefined;
    const text = textOf(bytes, start, end);
    if (kind === BYTES) return redactor.base64(text);
    return kind === INT ? redactor.text(text) : redactor.json(text);
  });
  const attributes = redactAttributes(columns.attributes, appenders.of(columns.attributes.text.bytes), redactor);
  const severityText = redactTexts(columns.severityText, appenders.of(columns.severityText.bytes), redactor);
  const eventName = redactTexts(columns.eventName, appenders.of(columns.eventName.bytes), redactor);
  return {
    ...columns,
    bodyKind: body.changed.some((row) => bodyKind[row] === INT) ? asStrings(bodyKind, body.changed) : bodyKind,
    body: appenders.finish(body.column),
    attributes: { ...attributes, text: appenders.finish(attributes.text) },
    severityText: appenders.finish(severityText),
    eventName: appenders.finish(eventName),
    sources: redactSources(columns.sources, redactor),
  };
}

function redactSpans(columns: SpanColumns, redactor: Redactor): SpanColumns {
  const appenders = createByteAppenders();
  const texts = (column: TextColumn): TextColumn => redactTexts(column, appenders.of(column.bytes), redactor);
  const lists = (column: TextColumn): TextColumn =>
    redactColumn(column, appenders.of(column.bytes), (_row, bytes, start, end) =>
      end - start <= 2 ? undefined : redactor.json(textOf(bytes, start, end)),
    ).column;
  const redacted = {
    traceState: texts(columns.traceState),
    name: texts(columns.name),
    statusMessage: texts(columns.statusMessage),
    events: lists(columns.events),
    links: lists(columns.links),
  };
  const attributes = redactAttributes(columns.attributes, appenders.of(columns.attributes.text.bytes), redactor);
  return {
    ...columns,
    traceState: appenders.finish(redacted.traceState),
    name: appenders.finish(redacted.name),
    statusMessage: appenders.finish(redacted.statusMessage),
    events: appenders.finish(redacted.events),
    links: appenders.finish(redacted.links),
    attributes: { ...attributes, text: appenders.finish(attributes.text) },
    sources: redactSources(columns.sources, redactor),
  };
}

function redactPoints(columns: PointColumns, redactor: Redactor): PointColumns {
  const appenders = createByteAppenders();
  const attributes = redactAttributes(columns.attributes, appenders.of(columns.attributes.text.bytes), redactor);
  return {
    ...columns,
    metrics: columns.metrics.map((metric) => ({
      ...metric,
      name: redactor.text(metric.name),
      description: redactor.text(metric.description),
      unit: redactor.text(metric.unit),
    })),
    exemplars: new Map([...columns.exemplars].map(([row, exemplars]) => [row, redactor.json(exemplars)])),
    attributes: { ...attributes, text: appenders.finish(attributes.text) },
    sources: redactSources(columns.sources, redactor),
  };
}

/** What a row's text becomes; undefined or the same text leaves it. */
type Change = (row: number, bytes: Uint8Array, start: number, end: number) => string | undefined;

interface Redacted {
  readonly column: TextColumn;
  /** Rows, ascending. */
  readonly changed: readonly number[];
}

function redactColumn(column: TextColumn, appender: ByteAppender, change: Change): Redacted {
  const { bytes } = column;
  let { start, end } = column;
  const changed: number[] = [];
  for (let row = 0; row < column.start.length; row++) {
    const from = column.start[row]!;
    const to = column.end[row]!;
    if (from === to) continue;
    const text = change(row, bytes, from, to);
    if (text === undefined) continue;
    if (changed.length === 0) {
      start = start.slice();
      end = end.slice();
    }
    changed.push(row);
    start[row] = appender.add(text);
    end[row] = appender.end();
  }
  return { column: changed.length === 0 ? column : { bytes, start, end }, changed };
}

function redactTexts(column: TextColumn, appender: ByteAppender, redactor: Redactor): TextColumn {
  const harmless = createHarmlessValues(column.bytes);
  return redactColumn(column, appender, (_row, bytes, start, end) => {
    if (harmless.has(start, end)) return undefined;
    const redacted = searched(redactor, bytes, start, end);
    if (redacted === undefined) harmless.add(start, end);
    return redacted;
  }).column;
}

/** The text without a name in these bytes, or undefined where it stays. */
function searched(redactor: Redactor, bytes: Uint8Array, start: number, end: number): string | undefined {
  const seen = redactor.scan(bytes, start, end);
  if (seen === 0 && !redactor.looksEverywhere) return undefined;
  const text = textOf(bytes, start, end);
  const redacted = redactor.text(text, seen);
  return redacted === text ? undefined : redacted;
}

function redactAttributes(columns: AttributeColumns, appender: ByteAppender, redactor: Redactor): AttributeColumns {
  const plans = columns.keys.map(redactor.planOf);
  const keys = columns.keys.map((key) => redactor.text(key));
  const harmless = createHarmlessValues(columns.text.bytes);
  const text = redactColumn(columns.text, appender, (at, bytes, start, end) => {
    const kind = columns.kind[at]!;
    const keyIndex = columns.key[at]!;
    const plan = plans[keyIndex]!;
    if (plan.do === 'keep' || kind === EMPTY || kind === BOOL) return undefined;
    if (plan.do === 'search') {
      if (kind === DOUBLE) return undefined;
      if (kind === STRING || kind === INT) {
        if (harmless.has(start, end)) return undefined;
        const redacted = searched(redactor, bytes, start, end);
        if (redacted === undefined) harmless.add(start, end);
        return redacted;
      }
    }
    const key = columns.keys[keyIndex]!;
    const value = textOf(bytes, start, end);
    const redacted = redactValue(redactor, kind, key, value);
    return redacted === value ? undefined : redacted;
  });
  const hasNumber = text.changed.some((at) => columns.kind[at] === INT || columns.kind[at] === DOUBLE);
  const kind = hasNumber ? asStrings(columns.kind, text.changed) : columns.kind;
  return { ...columns, keys, kind, text: text.column };
}

function redactValue(redactor: Redactor, kind: number, key: string, value: string): string {
  if (kind === STRING) return redactor.value(value, key);
  if (kind === INT || kind === DOUBLE) return redactor.number(value, key) ?? value;
  return kind === BYTES ? redactor.base64(value, key) : redactor.json(value, key);
}

/** A number that was replaced is a text. */
function asStrings(kinds: Uint8Array, changed: readonly number[]): Uint8Array {
  const copy = kinds.slice();
  for (const row of changed) if (copy[row] === INT || copy[row] === DOUBLE) copy[row] = STRING;
  return copy;
}

function redactSources(sources: readonly ResourceScope[], redactor: Redactor): readonly ResourceScope[] {
  return sources.map((source) => ({
    resource: redactResource(source.resource, redactor),
    scopeName: redactor.text(source.scopeName),
    scopeVersion: redactor.text(source.scopeVersion),
    schemaUrl: redactor.text(source.schemaUrl),
  }));
}

function redactResource(resource: Attributes, redactor: Redactor): Attributes {
  const redacted = new Map<string, string>();
  for (const [key, value] of resource) {
    const isStructured = value.startsWith('{') || value.startsWith('[');
    redacted.set(redactor.text(key), isStructured ? redactor.json(value, key) : redactor.value(value, key));
  }
  return redacted;
}

function textOf(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}
