// Which incidents of the past looked like one: weighted Jaccard similarity over what they were made of.
import type { IncidentId } from './incident.ts';

/** What an incident was made of, as words that can be equal: kinds of measures, templates, causes. */
export interface IncidentTraits {
  readonly id: IncidentId;
  readonly traits: ReadonlySet<string>;
}

export interface SimilarIncident {
  readonly id: IncidentId;
  /** 0 to 1: the weight of what both have, of all that either has. */
  readonly similarity: number;
}

/** Below this it is no likeness worth a look. */
export const SIMILAR_FROM = 0.5;

/**
 * The most similar first, at most `most`. A trait weighs -log of the share of incidents that have it, so what is rare
 * counts more and what all have counts next to nothing.
 */
export function similarIncidents(
  asked: IncidentTraits,
  past: readonly IncidentTraits[],
  most: number,
): SimilarIncident[] {
  const others = past.filter(({ id }) => id !== asked.id);
  const counts = new Map<string, number>();
  for (const { traits } of [asked, ...others])
    for (const trait of traits) counts.set(trait, (counts.get(trait) ?? 0) + 1);
  const all = others.length + 2;
  const weightOf = (trait: string) => -Math.log((counts.get(trait) ?? 1) / all);
  const sum = (traits: Iterable<string>) => [...traits].reduce((total, trait) => total + weightOf(trait), 0);
  const similarityTo = (traits: ReadonlySet<string>): number => {
    const either = sum(new Set([...asked.traits, ...traits]));
    return either > 0 ? sum([...traits].filter((trait) => asked.traits.has(trait))) / either : 0;
  };
  return others
    .map(({ id, traits }) => ({ id, similarity: similarityTo(traits) }))
    .filter(({ similarity }) => similarity >= SIMILAR_FROM)
    .sort((a, b) => b.similarity - a.similarity || (a.id < b.id ? -1 : 1))
    .slice(0, most);
}
