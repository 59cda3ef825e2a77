import type { EntityId } from '@foreshock/model/entity.ts';
import type { Evidence } from '@foreshock/model/evidence.ts';
import { expect, test } from 'vitest';
import type { NoiseFound } from '../../store/telemetry/telemetry-store.ts';
import { ruleLossOf } from './rule-loss.ts';

const cart = 'ent_cart' as EntityId;
const range = { from: 0, to: 1 };
const line = (template: string): Pick<Evidence, 'query'> => ({
  query: { kind: 'template', template, entity: cart, range },
});
const series: Pick<Evidence, 'query'> = { query: { kind: 'series', series: 'ser_1', range } };

function found(group: string, records: number, errors = 0): NoiseFound {
  const groups = [{ entity: cart, group, minute: 0, records, bytes: 10 * records, errors, keyBytes: 0, intervals: 0 }];
  return { total: { records: 1_000, bytes: 10_000 }, groups };
}

const drop = { signal: 'logs', action: { kind: 'drop' } } as const;

test('an incident that cites nothing of what the rule takes stays whole, whatever is taken', () => {
  expect(ruleLossOf(drop, [line('tpl_a'), series], found('tpl_b', 500, 3), [])).toEqual({
    state: 'whole',
    facts: 2,
    touched: 0,
    records: 500,
    errors: 3,
  });
});

test('an incident some of whose facts nobody could open is thinner, and one without another fact is bare', () => {
  expect(ruleLossOf(drop, [line('tpl_a'), series], found('tpl_a', 500), [])).toMatchObject({
    state: 'thinner',
    touched: 1,
  });
  expect(ruleLossOf(drop, [line('tpl_a')], found('tpl_a', 500), [])).toMatchObject({ state: 'bare', touched: 1 });
});

test('where nothing is stored any more nobody can say', () => {
  const gone: NoiseFound = { total: { records: 0, bytes: 0 }, groups: [] };
  expect(ruleLossOf(drop, [line('tpl_a')], gone, [])).toMatchObject({ state: 'unknown', touched: 0 });
});

test('deduplication that keeps all lines of a template touches no fact', () => {
  const rule = { signal: 'logs', action: { kind: 'deduplicate', full: 600, thenOneIn: 10 } } as const;
  expect(ruleLossOf(rule, [line('tpl_a')], found('tpl_a', 500), [])).toMatchObject({ state: 'whole', records: 0 });
});
