import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { Evidence, EvidenceId } from '@foreshock/model/evidence.ts';
import type { Hypothesis } from '@foreshock/model/hypothesis.ts';
import { expect, test } from 'vitest';
import { narrate, type Story } from './narrate.ts';

const [CART, DB] = ['ent_cart', 'ent_db'] as EntityId[];
const entities = new Map(
  [
    [CART!, 'shop/cart'],
    [DB!, 'shop/checkout-db'],
  ].map(([id, name]) => [id as EntityId, { name } as Entity]),
);

function fact(id: string, entity: EntityId, onset: number, difference: Partial<Evidence> = {}): Evidence {
  return {
    id: id as EvidenceId,
    entity,
    kind: 'metric',
    measure: 'db.client.connection.count',
    onset,
    window: { from: onset, to: onset + 60_000 },
    observed: 97,
    expected: 60,
    unit: '{connection}',
    direction: 'up',
    surprise: 6,
    stance: 'for',
    query: { kind: 'series', series: 'ser_1', range: { from: onset, to: onset + 60_000 } },
    ...difference,
  };
}

function hypothesis(difference: Partial<Hypothesis> = {}): Hypothesis {
  return {
    id: 'hyp_1',
    entity: CART!,
    cause: 'change',
    state: 'leading',
    sentence: 'cart v42 leaks connections',
    score: 4,
    terms: {},
    confidence: 'high',
    path: [CART!, DB!],
    for: ['ev_change' as EvidenceId],
    against: [],
    ...difference,
  };
}

const change = fact('ev_change', CART!, 1_000, { kind: 'change', measure: 'v41 to v42', direction: 'none' });
const pool = fact('ev_pool', DB!, 2_000);

function told(difference: Partial<Story> = {}): string[] {
  const story: Story = {
    of: 'inc_1',
    entity: DB!,
    entities,
    evidence: [change, pool],
    hypotheses: [hypothesis()],
    ...difference,
  };
  return narrate(story).claims.map(({ text }) => text);
}

test('facts in their order, then the cause', () => {
  expect(told()).toEqual([
    'cart v41 to v42.',
    'checkout-db: Used connections rose to 97 (usual 60).',
    'The likely cause: cart v42 leaks connections.',
  ]);
});

test('a cause is called one only when it began earlier, a path joins it and no rival is near', () => {
  const notACause = 'At the same time: cart v42 leaks connections.';
  expect(told()).not.toContain(notACause);
  expect(told({ evidence: [{ ...change, onset: 3_000 }, pool] })).toContain(notACause);
  expect(told({ hypotheses: [hypothesis({ path: [CART!] })] })).toContain(notACause);
  const rival = hypothesis({ id: 'hyp_2', state: 'candidate', score: 3 });
  expect(told({ hypotheses: [hypothesis(), rival] })).toContain(notACause);
  expect(told({ hypotheses: [hypothesis(), { ...rival, score: 1 }] })).not.toContain(notACause);
});

test('without a leading cause it says so', () => {
  expect(told({ hypotheses: [hypothesis({ state: 'candidate' })] })).toContain('No cause is sure yet.');
  expect(told({ hypotheses: [] })).not.toContain('No cause is sure yet.');
});

test('what was ruled out is told with its reason, and one fact against', () => {
  const ruledOut = hypothesis({
    id: 'hyp_2',
    state: 'ruled_out',
    sentence: 'a traffic surge',
    reason: 'traffic is flat',
  });
  const against = fact('ev_flat', CART!, 1_500, {
    stance: 'against',
    direction: 'none',
    measure: 'requests',
    observed: 12,
    expected: 12,
    unit: '1/s',
  });
  const sentences = told({ hypotheses: [hypothesis(), ruledOut], evidence: [change, pool, against] });
  expect(sentences).toContain('It is not a traffic surge: traffic is flat.');
  expect(sentences.at(-1)).toMatch(/^Against it: cart: Requests: steady at 12 a second/);
});

test('what is coming is said by its likelihood in words, and without a percent earned not at all', () => {
  const coming = { failure: 'pool_exhausted' as const, probability: 0.71 };
  expect(told({ coming }).at(-1)).toBe('It is likely that checkout-db comes to run out of connections.');
  expect(told({ coming: { ...coming, probability: undefined } }).at(-1)).toMatch(/^The likely cause/);
});

test('every claim about a fact names it, and no sentence is sure', () => {
  const { claims, by } = narrate({
    of: 'inc_1',
    entity: DB!,
    entities,
    evidence: [change, pool],
    hypotheses: [hypothesis()],
  });
  expect(by).toBe('template');
  expect(claims.map(({ evidence }) => evidence)).toEqual([['ev_change'], ['ev_pool'], ['ev_change']]);
  expect(new Set(claims.map(({ id }) => id)).size).toBe(claims.length);
  for (const { text } of claims) expect(text).not.toMatch(/\b(will|certain|caused)\b/);
});
