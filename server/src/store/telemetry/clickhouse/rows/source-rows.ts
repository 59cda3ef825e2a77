import type { ResourceScope } from '@foreshock/model/resource.ts';
import { listColumn, numberColumn, textColumn } from '../arrow-column.ts';
import { mapExpression } from './attribute-writer.ts';
import type { PreparedRows } from './prepared-rows.ts';

export interface SourceOfDay {
  readonly day: number;
  readonly id: bigint;
  readonly source: ResourceScope;
}

/** Table `sources`. */
export function prepareSourceRows(sources: readonly SourceOfDay[]): PreparedRows {
  const days = Uint32Array.from(sources, (entry) => entry.day);
  return {
    rows: sources.length,
    columns: [
      numberColumn('day', 'I', days),
      numberColumn(
        'id',
        'L',
        BigUint64Array.from(sources, (entry) => entry.id),
      ),
      textColumn(
        'scope_name',
        sources.map((entry) => entry.source.scopeName),
      ),
      textColumn(
        'scope_version',
        sources.map((entry) => entry.source.scopeVersion),
      ),
      textColumn(
        'schema_url',
        sources.map((entry) => entry.source.schemaUrl),
      ),
      listColumn(
        'keys',
        sources.map((entry) => [...entry.source.resource.keys()]),
      ),
      listColumn(
        'texts',
        sources.map((entry) => [...entry.source.resource.values()]),
      ),
    ],
    select: {
      _day: 'day',
      id: 'id',
      scope_name: 'scope_name',
      scope_version: 'scope_version',
      schema_url: 'schema_url',
      attributes: mapExpression('keys', 'texts'),
    },
  };
}
