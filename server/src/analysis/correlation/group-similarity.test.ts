import { expect, test } from 'vitest';
import { counterUniform } from '../statistics/counter-hash.ts';
import { anomaly, id, topologyOf } from './correlate.test-support.ts';
import { createFindingLinks } from './finding-links.ts';
import { createSimilarityToGroup } from './group-similarity.ts';
import { createMemberIndex } from './member-index.ts';
import { isBound, similarityOf } from './similarity.ts';
import { type Nearness, nearnessOf } from './topology-distance.ts';
import { createTraitsReader, type Traits } from './traits.ts';

const NAMES = ['web', 'cart', 'db', 'mail', 'queue', 'pay', 'bank', 'log'];
const TOPOLOGY = topologyOf('web>cart cart>db cart>queue queue>mail web>pay pay>bank');
const FORMS = [
  { signal: 'traces', kind: 'errors' },
  { signal: 'traces', kind: 'latency' },
  { signal: 'metrics', kind: 'saturation' },
  { signal: 'metrics', kind: 'queue' },
  { signal: 'logs', kind: 'logs' },
] as const;

/** Findings over twenty minutes at all entities, one of them without known calls; some calls are in trouble. */
function randomFindings(seed: number, count: number) {
  return Array.from({ length: count }, (_, i) => {
    const draw = (what: number, of: number) => Math.floor(counterUniform(seed, i, what) * of);
    const form = FORMS[draw(1, FORMS.length)]!;
    const words = [`failed ${draw(2, 3)}`, `after ${draw(3, 3)} ms`].join(' ');
    const measure = form.signal === 'logs' ? words : `measure ${draw(2, 4)}`;
    const peer = draw(4, 4) === 0 ? { peer: id(NAMES[draw(5, NAMES.length)]!) } : {};
    return anomaly(NAMES[draw(6, NAMES.length)]!, draw(7, 40) / 2, { ...form, ...peer, measure });
  });
}

/** Compares with each member. */
function plainSimilarity(one: Traits, members: readonly Traits[], nearness: Nearness, links = createFindingLinks()) {
  const around = nearness.around(one.anomaly.entity);
  const placeOf = (member: Traits) => around.get(member.anomaly.entity) ?? { near: 0, isLoud: false };
  const all = members.map((member) => similarityOf(one, member, placeOf(member), links)).sort((a, b) => b - a);
  const bound = members
    .filter((member) => isBound(one, member, placeOf(member)))
    .map((member) => similarityOf(one, member, placeOf(member), links));
  const best = all.slice(0, 3);
  return Math.max(0, ...bound, best.reduce((sum, value) => sum + value, 0) / Math.max(1, best.length));
}

function linksBetween(found: readonly Traits[]) {
  const types = [...new Set(found.map(({ type }) => type))];
  const pairs = types.slice(1).map((type, k): [string, { own: number; near: number }] => {
    return [`${types[k]}\n${type}`, { own: 0.3 * (k % 4), near: 0.2 * (k % 3) }];
  });
  return { ...createFindingLinks(), alphas: new Map(pairs), windowMs: 4 * 60_000 };
}

test('whatever the group, it is as similar as by comparing with each member', () => {
  for (let seed = 0; seed < 150; seed++) {
    const findings = randomFindings(seed, 4 + (seed % 60));
    const traitsOf = createTraitsReader();
    const [one, ...others] = findings.map(traitsOf) as [Traits, ...Traits[]];
    const nearness = nearnessOf(TOPOLOGY, findings);
    const links = seed % 2 === 0 ? createFindingLinks() : linksBetween([one, ...others]);
    const index = createMemberIndex();
    for (const member of others) index.add(member);
    // What left is not compared.
    for (const gone of others.splice(0, seed % 3)) index.remove(gone);
    const similarity = createSimilarityToGroup(nearness, links);
    const plain = plainSimilarity(one, others, nearness, links);
    expect(similarity(one, index, 0), `seed ${seed}`).toBeCloseTo(plain, 12);
    const nearby = [...nearness.around(one.anomaly.entity).keys()].filter((entity) => index.byEntity.has(entity));
    expect(similarity(one, index, 0, nearby), `seed ${seed}`).toBeCloseTo(plain, 12);
    expect(similarity(one, index, 0.6) >= 0.6, `seed ${seed}`).toBe(plain >= 0.6);
  }
});

test('nothing is similar to a group without members', () => {
  const traits = createTraitsReader()(anomaly('web', 0));
  const similarity = createSimilarityToGroup(nearnessOf(TOPOLOGY, []), createFindingLinks());
  expect(similarity(traits, createMemberIndex(), 0)).toBe(0);
});
