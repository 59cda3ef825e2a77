import { expect, test } from 'vitest';
import type { IncidentId } from './incident.ts';
import { similarIncidents } from './similar-incidents.ts';

const made = (id: string, ...traits: string[]) => ({ id: id as IncidentId, traits: new Set(traits) });

test('an incident is most similar to the one that is made of the same, and never to itself', () => {
  const asked = made('now', 'pool', 'latency', 'tpl_1');
  const past = [asked, made('same', 'pool', 'latency', 'tpl_1'), made('other', 'disk', 'events')];
  expect(similarIncidents(asked, past, 5)).toEqual([{ id: 'same', similarity: 1 }]);
});

test('sharing what is rare counts more than sharing what most incidents have', () => {
  const common = Array.from({ length: 20 }, (_, index) => made(`c${index}`, 'latency', `own_${index}`));
  const asked = made('now', 'latency', 'rare');
  const found = similarIncidents(asked, [...common, made('kin', 'rare', 'latency', 'own_1')], 5);
  expect(found.map(({ id }) => id)).toEqual(['kin']);
});

test('without anything in common, or with nothing to compare, none is similar', () => {
  expect(similarIncidents(made('now'), [made('a'), made('b', 'x')], 5)).toEqual([]);
  expect(similarIncidents(made('now', 'x'), [], 5)).toEqual([]);
});
