import { type Result, success } from '@foreshock/model/known-error.ts';
import type { TypedAttribute } from '../telemetry-store.ts';
import { typedAttributes } from './read-values.ts';
import type { Reader } from './reader.ts';
import { selectRows } from './select-rows.ts';
import { tableOf } from './tables.ts';

export interface KnownSource {
  readonly attributes: readonly TypedAttribute[];
  readonly scopeName: string;
}

/** By the id in decimal digits. */
export type KnownSources = ReadonlyMap<string, KnownSource>;

/** What sent the rows of a page. `ids`: in decimal digits, may repeat. */
export async function selectSources(reader: Reader, ids: readonly string[]): Promise<Result<KnownSources>> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) return success(new Map());
  const sql = `SELECT id, mapKeys(attributes), mapValues(attributes), scope_name FROM ${tableOf(reader.database, 'sources')}
    WHERE id IN {ids:Array(UInt64)} LIMIT 1 BY id`;
  const rows = await selectRows(
    reader.connection,
    sql,
    { ids: distinct.map(BigInt) },
    ([id, keys, values, scopeName]) => {
      // The casts hold by the columns selected.
      const attributes = typedAttributes(keys as string[], values as string[], '');
      return [String(id), { attributes, scopeName: scopeName as string }] as const;
    },
  );
  return rows.ok ? success(new Map(rows.value)) : rows;
}
