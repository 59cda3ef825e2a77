import type { EntityId } from '@foreshock/model/entity.ts';
import type { SpanColumns } from '@foreshock/model/span-columns.ts';
import { numberColumn } from '../arrow-column.ts';
import { AttributeWriter, attributeSelect } from './attribute-writer.ts';
import { joinChoices, joinNumbers, joinSourceIds, joinTexts, joinWeights, rowNumbers } from './column-parts.ts';
import { daysOfTimes } from './day-of-row.ts';
import { copied, type DatedRows } from './prepared-rows.ts';

export interface SpanPart {
  readonly columns: SpanColumns;
  readonly entityOfSource: readonly EntityId[];
  readonly sourceIds: readonly bigint[];
  readonly weightOfRow: Float64Array | undefined;
}

/** Table `spans`. A span that ends before it starts has the duration 0. */
export function prepareSpanRows(parts: readonly SpanPart[]): DatedRows {
  const columns = parts.map((part) => part.columns);
  const bytes = (pick: (part: SpanColumns) => Uint8Array): Uint8Array =>
    joinNumbers(columns.map(pick), (n) => new Uint8Array(n));
  const times = (pick: (part: SpanColumns) => BigUint64Array): BigUint64Array =>
    joinNumbers(columns.map(pick), (n) => new BigUint64Array(n));
  const start = times((c) => c.startTimeUnixNano);
  const days = daysOfTimes(start);
  const attributes = new AttributeWriter(start.length);
  for (const part of columns) attributes.add(part.attributes, part.count);
  return {
    rows: start.length,
    days,
    columns: [
      numberColumn('start', 'L', start),
      numberColumn(
        'ended',
        'L',
        times((c) => c.endTimeUnixNano),
      ),
      numberColumn(
        'trace_id',
        'w:16',
        bytes((c) => c.traceId),
      ),
      numberColumn(
        'span_id',
        'w:8',
        bytes((c) => c.spanId),
      ),
      numberColumn(
        'parent_span_id',
        'w:8',
        bytes((c) => c.parentSpanId),
      ),
      joinTexts(
        'trace_state',
        columns.map((c) => c.traceState),
      ),
      joinTexts(
        'name',
        columns.map((c) => c.name),
      ),
      numberColumn(
        'kind',
        'C',
        bytes((c) => c.kind),
      ),
      numberColumn(
        'status',
        'C',
        bytes((c) => c.statusCode),
      ),
      joinTexts(
        'status_message',
        columns.map((c) => c.statusMessage),
      ),
      numberColumn(
        'flags',
        'I',
        joinNumbers(
          columns.map((c) => c.flags),
          (n) => new Uint32Array(n),
        ),
      ),
      joinChoices(
        'entity',
        parts.map((part) => ({ texts: part.entityOfSource, index: part.columns.source })),
      ),
      numberColumn(
        'source',
        'L',
        joinSourceIds(parts.map((part) => ({ ids: part.sourceIds, index: part.columns.source }))),
      ),
      ...attributes.columns(),
      numberColumn('weight', 'g', joinWeights(parts)),
      joinTexts(
        'events',
        columns.map((c) => c.events),
      ),
      joinTexts(
        'links',
        columns.map((c) => c.links),
      ),
      numberColumn('day', 'I', days),
      numberColumn('row', 'I', rowNumbers(start.length)),
    ],
    select: {
      ...copied(SPAN_COLUMNS),
      duration: 'if(ended > start, ended - start, 0)',
      ...attributeSelect,
      _day: 'day',
      _row: 'row',
    },
  };
}

const SPAN_COLUMNS = [
  'weight',
  'start',
  'trace_id',
  'span_id',
  'parent_span_id',
  'trace_state',
  'name',
  'kind',
  'status',
  'status_message',
  'flags',
  'entity',
  'source',
  'events',
  'links',
] as const;
