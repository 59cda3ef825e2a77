import type { EntityId } from '@foreshock/model/entity.ts';
import type { EvidenceQuery } from '@foreshock/model/evidence.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { expect, test } from 'vitest';
import { citationCheck } from './citations.ts';

const CART = 'ent_cart' as EntityId;
const range = { from: 0, to: 1 };
const templates = [{ id: 'tpl_now' as TemplateId, aliases: ['tpl_before' as TemplateId] }];
const isCited = (signal: Signal, group: string, query: EvidenceQuery) =>
  citationCheck(signal, [{ entity: CART, group }], templates)({ query });

test('a fact about a template is found by every id that the template had', () => {
  const fact = (template: string): EvidenceQuery => ({ kind: 'template', template, entity: CART, range });
  expect(isCited('logs', 'tpl_now', fact('tpl_before'))).toBe(true);
  expect(isCited('logs', 'tpl_before', fact('tpl_now'))).toBe(true);
  expect(isCited('logs', 'tpl_now', fact('tpl_other'))).toBe(false);
  expect(isCited('traces', 'tpl_now', fact('tpl_now'))).toBe(false);
});

test('a fact about an operation is found by the name without ids, one about an entity by the entity', () => {
  const fact = (operation?: string): EvidenceQuery => ({
    kind: 'spans',
    entity: CART,
    range,
    ...(operation !== undefined && { operation }),
  });
  expect(isCited('traces', 'GET /cart/123456', fact('GET /cart/<ID>'))).toBe(true);
  expect(isCited('traces', 'GET /cart/123456', fact('GET /pay'))).toBe(false);
  expect(isCited('traces', 'GET /cart/123456', fact())).toBe(true);
  expect(isCited('metrics', 'ser_a', { kind: 'series', series: 'ser_a', range })).toBe(true);
  expect(isCited('metrics', 'ser_a', { kind: 'series', series: 'ser_b', range })).toBe(false);
  expect(isCited('logs', 'tpl_now', { kind: 'events', entity: CART, range })).toBe(false);
});
