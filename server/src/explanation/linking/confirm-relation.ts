// Does a relation that a model named hold? Who calls whom, whose lines began first and what they say decide, and no word of
// the model's.
import type { ClaimVerdict } from '@foreshock/model/model-call.ts';
import { isWarningSeverity } from '@foreshock/model/severity.ts';
import type { LinkCandidate, LinkRelation } from '@foreshock/model/template-link.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import type { CandidatePair } from '../../linking/link-by-rule.ts';

type ClaimFault = ClaimVerdict['faults'][number];

/** Onsets are known to the minute, and clocks of two services differ by seconds. */
const ONSET_SLACK_MS = 2 * MINUTE;
/** Of the constant words of both, those that stand in both. Lines of two failures that differ in one name share three of four. */
const LEAST_ALIKE = 0.8;
/** The count of an attempt alone, as in `timed out (attempt 1)`, is no retry yet. */
const SAYS_RETRY = /\b(re-?try|re-?tries|re-?tried|re-?trying|back-?off|(try|tries|trying) again)\b/i;

/** `from`: of the pair, the template that is said to stand in the relation to the other. The first fault alone. */
export function faultOfRelation(
  relation: LinkRelation,
  from: LinkCandidate,
  { first, second, facts, standing, isConfirmable }: CandidatePair,
): ClaimFault | undefined {
  const to = from === first ? second : first;
  if (standing === 'apart' || (standing === 'near' && !isConfirmable))
    return { check: 'U1', why: 'the counts do not bear out that the two belong together' };
  const isDirected = relation !== 'same-failure-twice';
  const callsTo = facts.calls === 'both' || facts.calls === (from === first ? 'first' : 'second');
  if (isDirected && !callsTo) return { check: 'C1', why: 'the service does not call the other' };
  return faultOfOnsets(relation, from, to) ?? faultOfWords(relation, from, to);
}

function faultOfOnsets(relation: LinkRelation, from: LinkCandidate, to: LinkCandidate): ClaimFault | undefined {
  const after = from.onset - to.onset;
  const fault = { check: 'T1', why: `the lines began ${after / MINUTE} min after those of the other` };
  if (relation === 'consequence') return after >= MINUTE ? undefined : fault;
  if (relation === 'same-failure-twice') return Math.abs(after) <= ONSET_SLACK_MS ? undefined : fault;
  return after >= -ONSET_SLACK_MS ? undefined : fault;
}

/** What lets the word be used at all. */
function faultOfWords(relation: LinkRelation, from: LinkCandidate, to: LinkCandidate): ClaimFault | undefined {
  // Less is no failure.
  const areFailures = isWarningSeverity(Math.min(from.severityNumber, to.severityNumber));
  if (relation !== 'consequence' && !areFailures) return { check: 'L1', why: 'not both are warnings or errors' };
  if (relation === 'retry-of' && !SAYS_RETRY.test(from.text)) return { check: 'L1', why: 'the line tells of no retry' };
  if (relation === 'same-failure-twice' && likeness(from.text, to.text) < LEAST_ALIKE)
    return { check: 'L1', why: 'the two lines share too few words' };
  return undefined;
}

/** Jaccard's, of the constant words. */
function likeness(a: string, b: string): number {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  const shared = [...left].filter((word) => right.has(word)).length;
  return shared === 0 ? 0 : shared / (left.size + right.size - shared);
}

function wordsOf(text: string): Set<string> {
  return new Set(
    text
      .replace(/<[^>]*>/g, ' ')
      .toLowerCase()
      .match(/[a-z]{2,}/g) ?? [],
  );
}
