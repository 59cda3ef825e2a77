import type { EntityId } from '@foreshock/model/entity.ts';
import type { LogColumns } from '@foreshock/model/log-columns.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { numberColumn } from '../arrow-column.ts';
import { AttributeWriter, attributeSelect } from './attribute-writer.ts';
import {
  joinChoices,
  joinNumbers,
  joinSourceIds,
  joinStrings,
  joinTexts,
  joinWeights,
  rowNumbers,
} from './column-parts.ts';
import { daysOfTimes } from './day-of-row.ts';
import { copied, type DatedRows } from './prepared-rows.ts';

export interface LogPart {
  readonly columns: LogColumns;
  readonly entityOfSource: readonly EntityId[];
  readonly templateOfRow: readonly TemplateId[];
  readonly sourceIds: readonly bigint[];
  readonly weightOfRow: Float64Array | undefined;
}

/** Table `logs`. */
export function prepareLogRows(parts: readonly LogPart[]): DatedRows {
  const columns = parts.map((part) => part.columns);
  const time = joinNumbers(
    columns.map((c) => c.timeUnixNano),
    (n) => new BigUint64Array(n),
  );
  const days = daysOfTimes(time);
  const attributes = new AttributeWriter(time.length);
  for (const part of columns) attributes.add(part.attributes, part.count);
  const bytes = (pick: (part: LogColumns) => Uint8Array): Uint8Array =>
    joinNumbers(columns.map(pick), (n) => new Uint8Array(n));
  return {
    rows: time.length,
    days,
    columns: [
      numberColumn('time', 'L', time),
      numberColumn(
        'observed',
        'L',
        joinNumbers(
          columns.map((c) => c.observedTimeUnixNano),
          (n) => new BigUint64Array(n),
        ),
      ),
      numberColumn(
        'severity',
        'C',
        bytes((c) => c.severityNumber),
      ),
      joinTexts(
        'severity_text',
        columns.map((c) => c.severityText),
      ),
      joinTexts(
        'event_name',
        columns.map((c) => c.eventName),
      ),
      joinChoices(
        'entity',
        parts.map((part) => ({ texts: part.entityOfSource, index: part.columns.source })),
      ),
      joinStrings(
        'template',
        parts.map((part) => part.templateOfRow),
      ),
      numberColumn(
        'source',
        'L',
        joinSourceIds(parts.map((part) => ({ ids: part.sourceIds, index: part.columns.source }))),
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
        'flags',
        'I',
        joinNumbers(
          columns.map((c) => c.flags),
          (n) => new Uint32Array(n),
        ),
      ),
      numberColumn(
        'body_kind',
        'C',
        bytes((c) => c.bodyKind),
      ),
      joinTexts(
        'body',
        columns.map((c) => c.body),
      ),
      ...attributes.columns(),
      numberColumn('weight', 'g', joinWeights(parts)),
      numberColumn('day', 'I', days),
      numberColumn('row', 'I', rowNumbers(time.length)),
    ],
    select: { ...copied(LOG_COLUMNS), ...attributeSelect, _day: 'day', _row: 'row' },
  };
}

const LOG_COLUMNS = [
  'time',
  'observed',
  'severity',
  'severity_text',
  'event_name',
  'entity',
  'template',
  'source',
  'trace_id',
  'span_id',
  'flags',
  'body_kind',
  'body',
  'weight',
] as const;
