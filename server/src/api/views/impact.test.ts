import type { Change, ChangeId } from '@foreshock/model/change.ts';
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { Hypothesis } from '@foreshock/model/hypothesis.ts';
import type { Recommendation } from '@foreshock/model/recommendation.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import { expect, test } from 'vitest';
import { causeInWords, viewNarrative } from './cause-view.ts';
import { directoryOf } from './entity-view.ts';
import { exploreLink } from './explore-link.ts';
import { impactOf, nextStepOf } from './impact.ts';

const id = (name: string): EntityId => `ent_${name}` as EntityId;

function shop(calls: string): { topology: Topology; entities: ReturnType<typeof directoryOf> } {
  const pairs = calls.split(' ').map((call) => call.split('>') as [string, string]);
  const entities = new Map(
    [...new Set(pairs.flat())].map((name) => [
      id(name),
      { id: id(name), kind: 'service', name: `shop/${name}`, cluster: '' } as Entity,
    ]),
  );
  const relations = pairs.map(([from, to]) => ({ from: id(from), to: id(to), kind: 'calls' as const, lastSeen: 0 }));
  return { topology: { entities, relations }, entities: directoryOf(entities) };
}

test('who depends on it, the nearest first', () => {
  const cases: [string, string | null][] = [
    ['cart>db', 'cart depends on it'],
    ['cart>db web>cart', 'cart, web depend on it'],
    ['a>db b>db c>db d>db web>a', 'a, b, c and 2 more depend on it'],
    ['db>disk', null],
    ['db>cart cart>db', 'cart depends on it'],
    ['db>db', null],
  ];
  for (const [calls, text] of cases) {
    const { topology, entities } = shop(calls);
    expect(impactOf(id('db'), topology, entities, undefined), calls).toBe(text);
  }
});

test('what is open already is said too, also where nobody depends on it', () => {
  const { topology, entities } = shop('cart>db');
  expect(impactOf(id('db'), topology, entities, 'cart is slow')).toBe('cart depends on it; already open: cart is slow');
  expect(impactOf(id('cart'), topology, entities, 'cart is slow')).toBe('already open: cart is slow');
});

test('the next step is the first action, with how often it helped', () => {
  const { entities } = shop('cart>db');
  const rollback: Recommendation = {
    id: 'rec_1',
    action: 'rollback',
    target: id('cart'),
    expectedEffect: '',
    risk: 'low',
    state: 'proposed',
    history: { tried: 0, helped: 0 },
  };
  expect(nextStepOf(undefined, entities)).toBeNull();
  expect(nextStepOf(rollback, entities)).toBe('Roll back cart. Not tried here yet, low risk.');
  expect(nextStepOf({ ...rollback, history: { tried: 3, helped: 2 } }, entities)).toBe(
    'Roll back cart. Helped 2 of 3 times, low risk.',
  );
});

test('a cause in a few words is its entity and, of a deploy, the version', () => {
  const { entities } = shop('cart>db');
  const hypothesis = { entity: id('cart'), state: 'leading' } as Hypothesis;
  const change = { id: 'chg_1' as ChangeId, text: '41 to 42' } as Change;
  expect(causeInWords([], entities, new Map())).toBeNull();
  expect(causeInWords([{ ...hypothesis, state: 'candidate' }], entities, new Map())).toBeNull();
  expect(causeInWords([hypothesis], entities, new Map())).toBe('cart');
  expect(causeInWords([{ ...hypothesis, change: change.id }], entities, new Map([[change.id, change]]))).toBe(
    'cart 42',
  );
});

test('a claim that was contradicted never leaves the server', () => {
  const claims = (['verified', 'contradicted', 'not_checkable'] as const).map((verdict) => ({
    id: verdict,
    text: verdict,
    verdict,
    evidence: [],
  }));
  expect(viewNarrative({ by: 'model', claims }).claims.map(({ verdict }) => verdict)).toEqual([
    'verified',
    'not_checkable',
  ]);
});

test('an entity that is not known is shown by its id', () => {
  const { entities } = shop('cart>db');
  expect(entities.ref(id('gone'))).toEqual({ id: 'ent_gone', kind: 'external', name: 'ent_gone', cluster: '' });
  expect([entities.short(id('cart')), entities.short(id('gone'))]).toEqual(['cart', 'ent_gone']);
});

test('the link of a fact opens its data with an hour before it', () => {
  const range = { from: Date.UTC(2026, 10, 22, 3), to: Date.UTC(2026, 10, 22, 4) };
  const ends = 'from=2026-11-22T02%3A00%3A00.000Z&to=2026-11-22T04%3A00%3A00.000Z';
  expect(exploreLink({ kind: 'series', series: 'ser_1', range })).toBe(`/explore/metrics?${ends}&series=ser_1`);
  expect(exploreLink({ kind: 'spans', entity: id('cart'), operation: 'GET /a?b=1&c', range })).toBe(
    `/explore/traces?${ends}&entity=ent_cart&q=operation%3D%22GET+%2Fa%3Fb%3D1%26c%22`,
  );
  expect(exploreLink({ kind: 'template', entity: id('cart'), template: 'tpl_1', range })).toContain('tpl_1');
  expect(exploreLink({ kind: 'changes', entity: id('cart'), range })).toMatch(/^\/map\?/);
});
