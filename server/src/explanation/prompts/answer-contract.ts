import { actions } from '@foreshock/model/recommendation.ts';
import type { Figures } from '../checks/check.ts';

/** Goes up with every change of the words below: verdicts are compared by it. */
export const CONTRACT_VERSION = 4;

const FIGURES: Readonly<Record<Figures, string>> = {
  slots:
    '- Write no number, no time, no duration, no count and no name. Use slots: {{E1}} is the name of an entity; {{V1.measure}}, {{V1.observed}}, {{V1.expected}}, {{V1.onset}} belong to a fact; {{F1.probability}}, {{F1.horizon}} to a forecast.',
  literal:
    '- Write no time of day, no number word and no name: {{E1}} is the name of an entity, {{V1.measure}} that of what a fact measures. Figures you write as digits with their unit (ms, s, min, h, B, KiB, MiB, GiB, %): observed or expected of a fact that the claim cites, or their difference, ratio ("3.1 times") or change in %; of a forecast its p in % and its horizon in min. Code works each out again.',
};
const CHANGE: Readonly<Record<Figures, string>> = {
  slots: 'It goes from {{V1.expected}} to {{V1.observed}}; a value stands by the measure of its own fact.',
  literal: 'It goes from what was expected to what was observed; a value stands by the measure of its own fact.',
};
const UNITS: Readonly<Record<Figures, string>> = { slots: ' No unit behind a slot.', literal: '' };

/** What holds of claims in whatever answer they stand. */
export const claimRules = (figures: Figures) => ({
  words: `Rules. Each is checked by code; a claim that breaks one is not shown.
- English. Short plain sentences. No link, markup or command.
${FIGURES[figures]}
- Cite in evidence every V or F that a slot uses, and only facts about subject, object or what lies between them. Slots of entities are only subject and object.
- change: what one fact did, with rose or fell (dir up or down), appeared (new), stopped (gone). ${CHANGE[figures]}
- order: subject before (or after) object, with a fact of each; no causal word.`,
  never: '- Never: all, only, every, none, most.',
  degrees: `- doubled, tripled, halved, slightly, sharply only where observed and expected stand so.${UNITS[figures]}`,
});

/** A version of what is asked, in this way of giving figures. */
export function versionFor(version: string, figures: Figures): string {
  return figures === 'slots' ? version : `${version}-${figures}`;
}

/** What every task that tells a story asks for. */
export const answerContract = (figures: Figures): string => {
  const rules = claimRules(figures);
  return `Answer with one JSON object and nothing else:
{"summary":[Claim],"rootCause":{"hypothesis":"H1" or null,"why":[Claim],"whyNot":[{"hypothesis":"H2","because":[Claim]}]},"timeline":["V3","V1"],"prediction":[{"forecast":"F1","meaning":[Claim]}],"actions":[{"action":"...","target":"E1","reason":[Claim]}],"confidence":"low" or "medium" or "high"}
Claim = {"text":"...","type":"change|order|cause|impact|forecast|absence|comparison|hedge","subject":"E1","object":"E2" or null,"evidence":["V1"],"polarity":"asserts" or "denies"}

${rules.words}
- cause: subject is the cause, object the effect, joined by edges ("from" is harmed by "to"), and the cause did not begin later. Only here words like because, caused, led to. One causal word.
- forecast: cites F1; p below .2 is "unlikely", below .5 "possible", below .8 "likely", else "very likely". Never "will".
- absence or polarity denies: only what a fact shows to be zero, or evidence against a hypothesis.
${rules.never}
- hedge: what cannot be checked, without slots.
- rootCause.hypothesis is one of the hypotheses; null where none has state "leading". Another than H1 only if you show in whyNot what speaks against those above it.
- actions only from the list "actions" (${actions.join(', ')}), with the target that stands there, each once, what helps most first; of those with risk "high" none unless the hypothesis has confidence "high". Each with one or two reasons, whose subject or object is the target.
- timeline: ids of facts, oldest first.
${rules.degrees}
Two to five claims in summary, one to three in why. Speak of the three facts with the greatest s.`;
};
