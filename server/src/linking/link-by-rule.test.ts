import type { TemplateId } from '@foreshock/model/template.ts';
import { expect, test } from 'vitest';
import { type CandidatePair, type LinkSources, linkByRule } from './link-by-rule.ts';
import { type StagedOptions, stageTemplates } from './stage-templates.test-support.ts';

const STAGED_MS = 60_000;
const caused = 'tpl_cart_0 tpl_web_0';
const linkedOf = (pairs: readonly CandidatePair[]): string[] =>
  pairs.filter(({ standing }) => standing === 'linked').map(({ key }) => key);
const stage = (count: number, options: Omit<StagedOptions, 'seed'>): CandidatePair[][] =>
  Array.from({ length: count }, (_, seed) => linkByRule(stageTemplates({ ...options, seed })));

test(
  'templates that rise in the same incident, on the same requests, and have nothing to do with each other are not linked',
  () => {
    const incidents = stage(150, { requestsPerMinute: 20 });
    expect(incidents.flat()).toHaveLength(150 * 54);
    expect(incidents.filter((pairs) => linkedOf(pairs).length > 0).length).toBeLessThanOrEqual(1);
    const confirmable = incidents.filter((pairs) => pairs.some(({ isConfirmable }) => isConfirmable));
    expect(confirmable.length).toBeLessThanOrEqual(7);
  },
  STAGED_MS,
);

test(
  'a line that a caller writes when its callee complains is linked with it, and no other is',
  () => {
    const incidents = stage(20, { requestsPerMinute: 40, causing: 1, rate: 0.2 });
    expect(incidents.filter((pairs) => linkedOf(pairs).includes(caused)).length).toBeGreaterThanOrEqual(18);
    expect(incidents.flatMap(linkedOf).filter((key) => key !== caused).length).toBeLessThanOrEqual(1);
    const pair = incidents[0]!.find(({ key }) => key === caused)!;
    expect(pair.facts).toMatchObject({ calls: 'first', traces: { both: expect.any(Number) } });
    expect(pair.facts.traces!.both).toBeGreaterThan(2 * pair.facts.traces!.expected);
  },
  STAGED_MS,
);

test('templates of one service are no pair, and counts alone link nothing where neither service calls the other', () => {
  const staged = stageTemplates({ seed: 1, requestsPerMinute: 20, causing: 1 });
  const counts = new Map(staged.counts).set('tpl_web_0' as TemplateId, staged.counts.get('tpl_cart_0' as TemplateId)!);
  const alone = (sources: LinkSources) => linkByRule(sources).find(({ key }) => key === caused)!;
  const noTraces = { ...staged, counts, visits: [] };
  expect(alone(noTraces).facts.movement?.correlation).toBeCloseTo(1);
  expect(alone(noTraces).standing).toBe('linked');
  expect(alone({ ...noTraces, topology: { relations: [] } })).toMatchObject({
    facts: { calls: 'none' },
    standing: 'apart',
  });
  expect(linkByRule(staged).every(({ first, second }) => first.entity !== second.entity)).toBe(true);
});
