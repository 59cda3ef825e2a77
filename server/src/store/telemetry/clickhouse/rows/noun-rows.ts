import type { Change } from '@foreshock/model/change.ts';
import type { ClusterEvent } from '@foreshock/model/cluster-event.ts';
import type { Entity } from '@foreshock/model/entity.ts';
import type { Series } from '@foreshock/model/series.ts';
import type { Template } from '@foreshock/model/template.ts';
import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { Relation } from '@foreshock/model/topology.ts';
import { type ArrowColumn, listColumn, listExpression, numberColumn, textColumn } from '../arrow-column.ts';
import { mapExpression } from './attribute-writer.ts';
import { rowNumbers } from './column-parts.ts';
import { daysOfMinutes } from './day-of-row.ts';
import { copied, type PreparedRows } from './prepared-rows.ts';

/** Table `series`. */
export function prepareSeriesRows(series: readonly Series[]): PreparedRows {
  return {
    rows: series.length,
    columns: [
      ...texts(series, ['id', 'entity', 'metric', 'unit', 'type', 'temporality']),
      numberColumn(
        'monotonic',
        'C',
        Uint8Array.from(series, (one) => (one.monotonic ? 1 : 0)),
      ),
      listColumn(
        'keys',
        series.map((one) => Object.keys(one.attributes)),
      ),
      listColumn(
        'texts',
        series.map((one) => Object.values(one.attributes)),
      ),
    ],
    select: {
      ...copied(['id', 'entity', 'metric', 'unit', 'type', 'temporality', 'monotonic']),
      attributes: mapExpression('keys', 'texts'),
    },
  };
}

/** Table `entities`. */
export function prepareEntityRows(entities: readonly Entity[]): PreparedRows {
  return {
    rows: entities.length,
    columns: [
      ...texts(entities, ['id', 'kind', 'name', 'cluster', 'namespace', 'version']),
      textColumn(
        'owner',
        entities.map((entity) => entity.owner ?? ''),
      ),
      listColumn(
        'nodes',
        entities.map((entity) => entity.nodes),
      ),
      times(
        'first_seen',
        entities.map((entity) => entity.firstSeen),
      ),
      times(
        'last_seen',
        entities.map((entity) => entity.lastSeen),
      ),
    ],
    select: {
      ...copied(['id', 'kind', 'name', 'cluster', 'namespace', 'version', 'owner', 'first_seen', 'last_seen']),
      nodes: listExpression('nodes'),
    },
  };
}

/** Table `relations`. */
export function prepareRelationRows(relations: readonly Relation[]): PreparedRows {
  return {
    rows: relations.length,
    columns: [
      textColumn(
        'from_entity',
        relations.map((relation) => relation.from),
      ),
      textColumn(
        'to_entity',
        relations.map((relation) => relation.to),
      ),
      textColumn(
        'kind',
        relations.map((relation) => relation.kind),
      ),
      times(
        'last_seen',
        relations.map((relation) => relation.lastSeen),
      ),
    ],
    select: { ...copied(['from_entity', 'to_entity', 'kind', 'last_seen']), first_seen: 'last_seen' },
  };
}

/** Table `templates`. */
export function prepareTemplateRows(templates: readonly Template[]): PreparedRows {
  return {
    rows: templates.length,
    columns: [
      ...texts(templates, ['id', 'entity', 'text']),
      listColumn(
        'aliases',
        templates.map((template) => template.aliases),
      ),
      numberColumn(
        'severity',
        'C',
        Uint8Array.from(templates, (template) => template.severityNumber),
      ),
      times(
        'first_seen',
        templates.map((template) => template.firstSeen),
      ),
      times(
        'last_seen',
        templates.map((template) => template.lastSeen),
      ),
      numberColumn(
        'count',
        'g',
        Float64Array.from(templates, (template) => template.count),
      ),
    ],
    select: {
      ...copied(['id', 'entity', 'text', 'severity', 'first_seen', 'last_seen', 'count']),
      aliases: listExpression('aliases'),
    },
  };
}

/** Table `changes`. */
export function prepareChangeRows(changes: readonly Change[]): PreparedRows {
  return {
    rows: changes.length,
    columns: [
      ...texts(changes, ['id', 'entity', 'kind', 'text']),
      times(
        'time',
        changes.map((change) => change.time),
      ),
      daysColumn(changes.map((change) => change.time)),
    ],
    select: { ...copied(['id', 'entity', 'kind', 'text', 'time']), _day: 'day' },
  };
}

/** Table `events`. */
export function prepareEventRows(events: readonly ClusterEvent[]): PreparedRows {
  return {
    rows: events.length,
    columns: [
      ...texts(events, ['entity', 'object', 'reason', 'message']),
      times(
        'time',
        events.map((event) => event.time),
      ),
      daysColumn(events.map((event) => event.time)),
      numberColumn('row', 'I', rowNumbers(events.length)),
    ],
    select: { ...copied(['entity', 'object', 'reason', 'message', 'time']), _day: 'day', _row: 'row' },
  };
}

function texts<K extends string>(
  rows: readonly Readonly<Record<K, string>>[],
  names: readonly K[],
): readonly ArrowColumn[] {
  return names.map((name) =>
    textColumn(
      name,
      rows.map((row) => row[name]),
    ),
  );
}

function times(name: string, values: readonly Timestamp[]): ArrowColumn {
  return numberColumn(
    name,
    'l',
    BigInt64Array.from(values, (value) => BigInt(Math.round(value))),
  );
}

function daysColumn(values: readonly Timestamp[]): ArrowColumn {
  return numberColumn('day', 'I', daysOfMinutes(Uint32Array.from(values, (value) => Math.max(0, value) / MINUTE)));
}
