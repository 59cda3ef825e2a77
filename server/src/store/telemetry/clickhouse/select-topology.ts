import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { TimeRange } from '@foreshock/model/time.ts';
import type { Relation, Topology } from '@foreshock/model/topology.ts';
import { Conditions } from './conditions.ts';
import type { Reader } from './reader.ts';
import { type JsonRow, selectRows } from './select-rows.ts';
import { tableOf } from './tables.ts';

/** What was first seen before the end of the range and last seen after its start. */
export async function selectTopology(reader: Reader, range: TimeRange): Promise<Result<Topology>> {
  const seen = new Conditions();
  seen.add(`first_seen < ${seen.value('Int64', Math.ceil(range.to))}`);
  seen.add(`last_seen >= ${seen.value('Int64', Math.ceil(range.from))}`);
  const entities = await selectRows(
    reader.connection,
    `SELECT ${ENTITY_COLUMNS} FROM ${tableOf(reader.database, 'entities')} FINAL ${seen.where} ORDER BY id`,
    seen.parameters,
    readEntity,
  );
  if (!entities.ok) return entities;
  const relations = await selectRows(
    reader.connection,
    `SELECT from_entity, to_entity, kind, last_seen FROM ${tableOf(reader.database, 'relations')} FINAL ${seen.where}
      ORDER BY from_entity, to_entity, kind`,
    seen.parameters,
    readRelation,
  );
  if (!relations.ok) return relations;
  return success({
    entities: new Map(entities.value.map((entity) => [entity.id, entity])),
    relations: relations.value,
  });
}

const ENTITY_COLUMNS = 'id, kind, name, cluster, namespace, owner, nodes, version, first_seen, last_seen';

/** The casts hold by `ENTITY_COLUMNS` and by what append wrote. */
function readEntity(row: JsonRow): Entity {
  const owner = row[5] as EntityId | '';
  return {
    id: row[0] as EntityId,
    kind: row[1] as Entity['kind'],
    name: row[2] as string,
    cluster: row[3] as string,
    namespace: row[4] as string,
    ...(owner !== '' && { owner }),
    nodes: row[6] as EntityId[],
    version: row[7] as string,
    firstSeen: Number(row[8]),
    lastSeen: Number(row[9]),
  };
}

function readRelation(row: JsonRow): Relation {
  return {
    from: row[0] as EntityId,
    to: row[1] as EntityId,
    kind: row[2] as Relation['kind'],
    lastSeen: Number(row[3]),
  };
}
