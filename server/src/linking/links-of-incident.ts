// All links of one incident as people see them: by rule, by model, by hand, without those that a person took away.

import type { TemplateId } from '@foreshock/model/template.ts';
import {
  type LinkCandidate,
  type LinkMark,
  type LinkOrigin,
  linkKey,
  type TemplateLink,
  type WordedLinks,
} from '@foreshock/model/template-link.ts';
import type { CandidatePair } from './link-by-rule.ts';

export interface LinkWords {
  readonly marks: readonly LinkMark[];
  readonly worded: WordedLinks | undefined;
  /** A template that a person linked and that is no candidate; `undefined` where it is no longer kept. */
  readonly find: (id: TemplateId) => LinkCandidate | undefined;
}

export interface SeenLinks {
  readonly links: readonly TemplateLink[];
  /** Taken away by a person, with who did; each can be put back. */
  readonly unlinked: readonly TemplateLink[];
}

const RANK: Readonly<Record<LinkOrigin, number>> = { hand: 0, rule: 1, model: 2 };

/** Marks are applied whenever links are read: to take one back gives exactly the links before. */
export function linksOfIncident(pairs: readonly CandidatePair[], { marks, worded, find }: LinkWords): SeenLinks {
  const present = presentIds(pairs);
  const keyOf = ([first, second]: readonly [TemplateId, TemplateId]): string =>
    linkKey(present.get(first) ?? first, present.get(second) ?? second);
  const links = new Map<string, TemplateLink>();
  const byKey = new Map(pairs.map((pair) => [pair.key, pair]));
  for (const { key, first, second, facts, standing } of pairs)
    if (standing === 'linked') links.set(key, { first, second, origin: 'rule', facts });
  for (const { templates, relation, from, isNear, facts } of worded?.links ?? []) {
    const key = keyOf(templates);
    const known = links.get(key) ?? byKey.get(key);
    // A template that is no candidate any more is no fact of this incident; a group that fell apart is none either.
    if (!known || (!links.has(key) && !isNear)) continue;
    const { first, second } = known;
    const link = links.get(key) ?? { first, second, origin: 'model' as const, facts };
    links.set(key, { ...link, worded: { relation, from: present.get(from) ?? from } });
  }
  const unlinked: TemplateLink[] = [];
  for (const { templates, says, by } of marks) {
    const key = keyOf(templates);
    const known = links.get(key) ?? byKey.get(key);
    const [first, second] = known ? [known.first, known.second] : [find(templates[0]), find(templates[1])];
    if (!first || !second) continue;
    const facts = known?.facts ?? { calls: 'none' as const };
    if (says === 'unlinked') {
      unlinked.push({ ...(links.get(key) ?? { first, second, origin: 'hand' as const, facts }), by });
      links.delete(key);
    } else if (!links.has(key)) links.set(key, { first, second, origin: 'hand', facts, by });
  }
  return { links: [...links.values()].sort(byStrength), unlinked };
}

function byStrength(a: TemplateLink, b: TemplateLink): number {
  return RANK[a.origin] - RANK[b.origin] || leastP(a) - leastP(b) || (a.first.template < b.first.template ? -1 : 1);
}

function leastP({ facts: { traces, movement } }: TemplateLink): number {
  return Math.min(traces?.p ?? 1, movement?.p ?? 1);
}

function presentIds(pairs: readonly CandidatePair[]): Map<TemplateId, TemplateId> {
  const candidates = pairs.flatMap(({ first, second }) => [first, second]);
  return new Map(candidates.flatMap(({ template, aliases }) => [template, ...aliases].map((id) => [id, template])));
}
