import { MINUTE } from '@foreshock/model/time.ts';
import type { AnswerCheck } from './check.ts';

/** What is named has nothing below it on its way that began clearly earlier and stronger. */
export const noSymptom: AnswerCheck = {
  id: 'C5',
  faults: ({ answer, pack }) => {
    const chosen = pack.hypotheses.get(answer.rootCause.hypothesis ?? '');
    if (!chosen || chosen === [...pack.hypotheses.values()][0]) return [];
    const factsOf = (entity: string) => [...pack.facts.values()].filter((fact) => fact.entity === entity);
    const own = factsOf(chosen.entity);
    const onset = Math.min(...own.map(({ fact }) => fact.onset));
    const surprise = Math.max(0, ...own.map(({ fact }) => fact.surprise));
    const covered = new Set(answer.rootCause.whyNot.map(({ hypothesis }) => pack.hypotheses.get(hypothesis)?.entity));
    const below = [...pack.harms].filter(([, callers]) => callers.includes(chosen.entity)).map(([callee]) => callee);
    const earlier = below.find(
      (id) =>
        !covered.has(id) && factsOf(id).some(({ fact }) => fact.onset < onset - MINUTE && fact.surprise > surprise),
    );
    return earlier ? [{ part: 'rootCause', why: `${earlier}, on which it depends, began earlier and stronger` }] : [];
  },
};
