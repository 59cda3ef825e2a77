import type { EntityId } from '@foreshock/model/entity.ts';
import { stageTemplates } from '@foreshock/server/linking/stage-templates.test-support.ts';
import { expect, test } from 'vitest';
import { failedLinkGates } from './print-links.ts';
import { type LinkScore, scoreLinks } from './score-links.ts';

const names = new Map(['web', 'cart', 'pay', 'stock'].map((name) => [`ent_${name}` as EntityId, `shop/${name}`]));
/** In each the web says that the cart failed whenever the cart complains. */
const collected = Array.from({ length: 4 }, (_, seed) => {
  const staged = stageTemplates({ seed, requestsPerMinute: 40, causing: 1, rate: 0.2 });
  const candidates = staged.candidates.map((one) =>
    one.template === 'tpl_web_0' ? { ...one, text: 'cart answered <NUM>' } : one,
  );
  return { sources: { ...staged, candidates }, names };
});

test('every way to name a relation wrongly is tried and refused', () => {
  const { ways, ...score } = scoreLinks(collected, 20);
  expect(ways.map(({ id }) => id)).toEqual(['M31', 'M32', 'M33', 'M34', 'M35', 'true']);
  for (const { id, named, confirmed } of ways.filter(({ id }) => /M3[1234]/.test(id)))
    expect([id, id === 'M31' || named > 0, confirmed]).toEqual([id, true, 0]);
  expect(ways.at(-1)?.confirmed).toBeGreaterThan(0);
  expect(score).toMatchObject({ incidents: 4, reportedLinked: 4, independent: 20 });
});

test('a gate fails for a falsehood that is shown, for what is true and is not, and for what could not be made', () => {
  const way = (id: string, named: number, confirmed: number) => ({
    id,
    says: id,
    isTrue: id === 'true',
    named,
    confirmed,
  });
  const whole: LinkScore = {
    incidents: 10,
    reported: 30,
    reportedLinked: 20,
    linked: 25,
    independent: 100,
    independentLinked: 1,
    ways: [way('M32', 100, 0), way('M35', 100, 4), way('true', 100, 98)],
  };
  expect(failedLinkGates(whole)).toEqual([]);
  for (const wrong of [way('M32', 100, 1), way('M32', 0, 0), way('M35', 100, 6), way('true', 100, 96)])
    expect(failedLinkGates({ ...whole, ways: [wrong] }), JSON.stringify(wrong)).toHaveLength(1);
  expect(failedLinkGates({ ...whole, independentLinked: 3 })).toHaveLength(1);
  expect(failedLinkGates({ ...whole, reportedLinked: 14 })).toHaveLength(1);
});
