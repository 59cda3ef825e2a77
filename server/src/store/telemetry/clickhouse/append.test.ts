import { success } from '@foreshock/model/known-error.ts';
import { expect, test } from 'vitest';
import { logBatch, sampleEntity, sampleTemplate } from '../contract-samples.ts';
import { appendBatches } from './append.ts';
import type { Connection } from './connection.ts';
import { createKnownRows } from './known-rows.ts';

test('who reads between two inserts finds no record whose source, entity or template is not there yet', async () => {
  const tables: string[] = [];
  const connection: Pick<Connection, 'insert'> = {
    insert: async ({ table }) => {
      tables.push(table);
      return success();
    },
  };
  const batch = logBatch([{ time: 1n, body: 'x', template: 'tpl_x' }], {
    entities: [sampleEntity('ent_shop', 'shop')],
    templates: [sampleTemplate('tpl_x', 'x')],
  });
  await appendBatches(
    { connection: connection as Connection, database: 't_shop', known: createKnownRows() },
    [batch],
    'a:1',
  );
  expect(tables.at(-1)).toBe('t_shop.logs');
  expect(tables.slice(0, -1).sort()).toEqual(['t_shop.entities', 't_shop.sources', 't_shop.templates']);
});
