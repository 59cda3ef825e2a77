// Every check on every claim. What is found wrong goes; nothing is put right on the way.
import { type Answer, claimsOf, type PlacedClaim } from '../answer/answer.ts';
import type { EvidencePack } from '../pack/evidence-pack.ts';
import { absence } from './a1-absence.ts';
import { noQuantifiers } from './a2-quantifiers.ts';
import { causeReaches } from './c1-way-of-harm.ts';
import { wayHasFindings } from './c2-way-has-findings.ts';
import { changeExists } from './c3-change-exists.ts';
import { rootCause } from './c4-root-cause.ts';
import { noSymptom } from './c5-no-symptom.ts';
import type { AnswerCheck, AnswerPart, ClaimCheck, Figures } from './check.ts';
import { direction } from './d1-direction.ts';
import { magnitude } from './d2-magnitude.ts';
import { knownEntities } from './e1-known-entities.ts';
import { noNames } from './e2-no-names.ts';
import { noInstructions } from './i1-no-instructions.ts';
import { english } from './i2-english.ts';
import { plainText } from './j2-plain-text.ts';
import { noDigits } from './j3-no-digits.ts';
import { actionsOfCatalogue, noCommands } from './k1-catalogue.ts';
import { riskNeedsConfidence } from './k2-risk-needs-confidence.ts';
import { reasonFitsAction } from './k3-reason-fits-action.ts';
import { licensedWords } from './l1-licensed-words.ts';
import { polarity } from './l2-polarity.ts';
import { unitsOfValues } from './n1-units-of-values.ts';
import { literalFigures } from './n2-literal-figures.ts';
import { noNumberWords } from './n3-no-number-words.ts';
import { forecastWords } from './p1-forecast-words.ts';
import { forecastFigures } from './p2-forecast-figures.ts';
import { forecastConsistent } from './p3-forecast-consistent.ts';
import { abstention } from './q2-abstention.ts';
import { idsExist } from './r1-ids-exist.ts';
import { evidenceBelongs } from './r2-evidence-belongs.ts';
import { slotsHaveValues } from './r3-slots-have-values.ts';
import { valuesInPlace } from './r4-values-in-place.ts';
import { noSecrets } from './s1-no-secrets.ts';
import { order } from './t1-order.ts';
import { timeline } from './t2-timeline.ts';
import { noDurations } from './t3-no-durations.ts';
import { comparison } from './x1-comparison.ts';
import { noContradictions } from './x2-contradictions.ts';

/** Ids first: what comes later may take them as known. */
export const claimChecks: readonly ClaimCheck[] = [
  plainText,
  noDigits,
  unitsOfValues,
  literalFigures,
  noNumberWords,
  noDurations,
  idsExist,
  slotsHaveValues,
  evidenceBelongs,
  valuesInPlace,
  knownEntities,
  noNames,
  licensedWords,
  polarity,
  direction,
  magnitude,
  order,
  causeReaches,
  wayHasFindings,
  changeExists,
  comparison,
  forecastWords,
  forecastFigures,
  forecastConsistent,
  absence,
  noQuantifiers,
  noCommands,
  reasonFitsAction,
  noInstructions,
  english,
  noSecrets,
];

export const answerChecks: readonly AnswerCheck[] = [
  rootCause,
  noSymptom,
  noContradictions,
  actionsOfCatalogue,
  riskNeedsConfidence,
  timeline,
  abstention,
];

export interface CheckFault {
  readonly check: string;
  readonly why: string;
}

export interface CheckedClaim extends PlacedClaim {
  /** Empty: it holds. */
  readonly faults: readonly CheckFault[];
}

export interface CheckedAnswer {
  readonly claims: readonly CheckedClaim[];
  /** Why the root cause, with its reasons, is not told. */
  readonly rootCause: readonly CheckFault[];
  /** Of actions and the timeline. */
  readonly parts: readonly CheckFault[];
}

export function checkAnswer(
  answer: Answer,
  pack: EvidencePack,
  redact: (text: string) => string,
  figures: Figures = 'slots',
): CheckedAnswer {
  const tools = { answer, pack, redact, figures };
  const found = answerChecks.flatMap((check) => check.faults(tools).map((fault) => ({ check: check.id, ...fault })));
  const isRoot = (part: AnswerPart): boolean => part === 'rootCause';
  const rootFaults = found.filter(({ part }) => isRoot(part)).map(({ check, why }) => ({ check, why }));
  const claims = claimsOf(answer).map((placed): CheckedClaim => {
    const own = claimChecks.flatMap((check) => {
      const why = check.fault(placed, tools);
      return why === undefined ? [] : [{ check: check.id, why }];
    });
    const ofAnswer = found.flatMap(({ check, why, part }) => (touches(part, placed) ? [{ check, why }] : []));
    return { ...placed, faults: [...own, ...ofAnswer] };
  });
  const parts = found.filter(({ part }) => part !== 'rootCause' && !('claims' in part));
  return { claims, rootCause: rootFaults, parts: parts.map(({ check, why }) => ({ check, why })) };
}

function touches(part: AnswerPart, { index, place, under }: PlacedClaim): boolean {
  if (part === 'rootCause') return place === 'why' || place === 'whyNot';
  if ('claims' in part) return part.claims.includes(index);
  return 'action' in part && place === 'action' && under === String(part.action);
}
