import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CauseMark, CauseMarking } from './cause-mark.ts';
import type { EntityId } from './entity.ts';
import { evidenceScore, type Hypothesis } from './hypothesis.ts';
import { MARK_POINTS, rerankCauses } from './rerank-causes.ts';

function cause(name: string, score: number, fields: Partial<Hypothesis> = {}): Hypothesis {
  return {
    id: `hyp_${name}`,
    entity: name as EntityId,
    cause: 'resource',
    state: 'candidate',
    sentence: `${name} is full`,
    score,
    terms: { saturation: score },
    confidence: 'low',
    path: [name as EntityId],
    for: [],
    against: [],
    ...fields,
  };
}

function mark(name: string, says: CauseMarking, dependencies: readonly string[] = []): CauseMark {
  return {
    hypothesis: `hyp_${name}`,
    entity: name as EntityId,
    says,
    by: 'ada',
    at: 5_000,
    dependencies: dependencies as EntityId[],
  };
}

const cart = cause('cart', 3, { state: 'leading', confidence: 'high' });
const db = cause('db', 2.8);
const web = cause('web', 0.4);
const load = cause('load', 0, { cause: 'load', state: 'ruled_out', reason: 'traffic is as usual', terms: {} });
const listed = [cart, db, web, load];
const order = (hypotheses: readonly Hypothesis[]) => hypotheses.map(({ entity }) => entity);

test('without a word of anybody the ranking is the one that evidence gave, the same object', () => {
  expect(rerankCauses(listed, [], [])).toBe(listed);
  expect(rerankCauses(listed, [], [mark('nobody', 'rule_out')])).toBe(listed);
});

test('a ruled out cause stays listed after the others with the name of who said so, and never leads', () => {
  const ranked = rerankCauses(listed, [], [mark('cart', 'rule_out')]);
  expect(order(ranked)).toEqual(['db', 'web', 'cart', 'load']);
  expect(ranked[2]).toMatchObject({
    state: 'ruled_out',
    reason: 'ruled out by ada',
    score: 3 + MARK_POINTS.ruledOut,
    terms: { saturation: 3, ruled_out_by_person: MARK_POINTS.ruledOut },
    mark: { says: 'rule_out', by: 'ada', at: 5_000 },
  });
  // Two points ahead of what is left, with one kind of evidence.
  expect(ranked[0]).toMatchObject({ state: 'leading', confidence: 'medium' });
});

test('the next cause is named only if its own evidence names it', () => {
  const ranked = rerankCauses(listed, [], [mark('cart', 'rule_out'), mark('db', 'rule_out')]);
  expect(order(ranked)).toEqual(['web', 'cart', 'db', 'load']);
  expect(ranked.some(({ state }) => state === 'leading')).toBe(false);
});

test('look here moves the cause and what it depends on, not what evidence says that they are', () => {
  const ranked = rerankCauses(listed, [], [mark('web', 'look_here', ['db'])]);
  expect(ranked.find(({ entity }) => entity === 'web')).toMatchObject({ score: 0.9, terms: { look_here: 0.5 } });
  expect(ranked[0]).toMatchObject({ entity: 'db', score: 3.05, terms: { look_here_dependency: 0.25 } });
  expect(ranked[0]).toMatchObject({ state: 'leading', confidence: 'low' });
  const hinted = rerankCauses([cause('cart', 0.5)], [], [mark('cart', 'look_here')]);
  expect(hinted[0]).toMatchObject({ score: 1, state: 'candidate' });
});

test('what data ruled out no person brings back, and load stands behind unless it is pointed at', () => {
  const surge = cause('load', 2, { cause: 'load' });
  expect(order(rerankCauses([cart, web, surge], [], [mark('web', 'look_here')]))).toEqual(['cart', 'web', 'load']);
  expect(order(rerankCauses([cart, web, surge], [], [mark('load', 'look_here')]))).toEqual(['cart', 'load', 'web']);
  expect(rerankCauses(listed, [], [mark('load', 'look_here')])).toBe(listed);
});

test('whatever people say: points are bounded, all stay listed, terms add up, evidence is as it was', () => {
  const names = ['a', 'b', 'c', 'd', 'e'] as const;
  const marks = fc.uniqueArray(
    fc.tuple(
      fc.constantFrom(...names),
      fc.constantFrom<CauseMarking>('rule_out', 'look_here'),
      fc.subarray([...names]),
    ),
    { selector: ([name]) => name },
  );
  const scores = fc.array(fc.double({ min: 0, max: 20, noNaN: true }), { minLength: 5, maxLength: 5 });
  fc.assert(
    fc.property(scores, marks, (values, said) => {
      const before = names
        .map((name, index) => cause(name, values[index]!))
        .sort((x, y) => y.score - x.score || (x.entity < y.entity ? -1 : 1));
      const ranked = rerankCauses(
        before,
        [],
        said.map(([name, says, dependencies]) => mark(name, says, dependencies)),
      );
      expect(order(ranked).toSorted()).toEqual([...names]);
      const out = new Set(said.filter(([, says]) => says === 'rule_out').map(([name]) => name as string));
      expect(ranked.slice(names.length - out.size).every(({ entity }) => out.has(entity))).toBe(true);
      for (const one of ranked) {
        const { score } = before.find(({ id }) => id === one.id)!;
        expect(one.score - score).toBeGreaterThanOrEqual(MARK_POINTS.ruledOut - 1e-9);
        expect(one.score - score).toBeLessThanOrEqual(MARK_POINTS.lookHere + 1e-9);
        expect(Object.values(one.terms).reduce((sum, term) => sum + term, 0)).toBeCloseTo(one.score, 9);
        expect(evidenceScore(one)).toBeCloseTo(score, 9);
        expect(one.state === 'leading' && out.has(one.entity)).toBe(false);
      }
    }),
  );
});
