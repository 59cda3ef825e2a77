import type { TemplateId } from '@foreshock/model/template.ts';
import type { LinkMark, WordedLinks } from '@foreshock/model/template-link.ts';
import { expect, test } from 'vitest';
import { type CandidatePair, linkByRule } from './link-by-rule.ts';
import { linksOfIncident } from './links-of-incident.ts';
import { stageTemplates } from './stage-templates.test-support.ts';

const staged = linkByRule(stageTemplates({ seed: 3, requestsPerMinute: 10 }));
const pair = (key: string, standing: CandidatePair['standing']): CandidatePair => ({
  ...staged.find((one) => one.key === key)!,
  standing,
});
const [ruled, near, apart] = [
  pair('tpl_cart_0 tpl_web_0', 'linked'),
  pair('tpl_cart_1 tpl_web_1', 'near'),
  pair('tpl_cart_2 tpl_web_2', 'apart'),
];
const ends = ({ first, second }: CandidatePair) => [first.template, second.template] as const;
const says = (one: CandidatePair, word: LinkMark['says']): LinkMark => ({
  templates: [ends(one)[1], ends(one)[0]],
  says: word,
  by: 'ada',
  at: 0,
});
const worded: WordedLinks = {
  basis: 'b',
  at: 0,
  by: 'a model',
  call: 'call_1',
  suggested: 3,
  links: [ruled, near].map((one) => ({
    templates: ends(one),
    relation: 'caller-reports-callee' as const,
    from: one.first.template,
    isNear: one === near,
    facts: one.facts,
  })),
};
const linksWith = (marks: readonly LinkMark[], words: WordedLinks | undefined = worded) =>
  linksOfIncident([ruled, near, apart], { marks, worded: words, find: () => undefined });
const brief = (links: ReturnType<typeof linksWith>['links']) =>
  links.map(({ first, second, origin, worded: word }) => [first.template, second.template, origin, word?.relation]);

test('a model words what code grouped, and adds a near miss under its own name; without one the links by rule are there', () => {
  expect(brief(linksWith([]).links)).toEqual([
    [...ends(ruled), 'rule', 'caller-reports-callee'],
    [...ends(near), 'model', 'caller-reports-callee'],
  ]);
  expect(
    brief(linksOfIncident([ruled, near, apart], { marks: [], worded: undefined, find: () => undefined }).links),
  ).toEqual([[...ends(ruled), 'rule', undefined]]);
});

test('a person links, and takes away what rule, model or hand linked; without the mark it is as before', () => {
  const before = linksWith([]);
  const marks = [says(apart, 'linked'), says(ruled, 'unlinked'), says(near, 'unlinked')];
  const { links, unlinked } = linksWith(marks);
  expect(brief(links)).toEqual([[...ends(apart), 'hand', undefined]]);
  expect(links[0]?.by).toBe('ada');
  expect(unlinked.map(({ origin, by }) => [origin, by])).toEqual([
    ['rule', 'ada'],
    ['model', 'ada'],
  ]);
  expect(linksWith([])).toEqual(before);
});

test('a mark holds for a template that has generalised since', () => {
  const old = 'tpl_old' as TemplateId;
  const grown = { ...ruled, first: { ...ruled.first, aliases: [old] } };
  const mark: LinkMark = { templates: [old, ruled.second.template], says: 'unlinked', by: 'ada', at: 0 };
  const { links, unlinked } = linksOfIncident([grown], { marks: [mark], worded: undefined, find: () => undefined });
  expect([links.length, unlinked.length]).toEqual([0, 1]);
});
