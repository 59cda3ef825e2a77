import { type Answer, claimsOf } from '@foreshock/server/explanation/answer/answer.ts';
import type { Figures } from '@foreshock/server/explanation/checks/check.ts';
import { type CheckedAnswer, type CheckFault, checkAnswer } from '@foreshock/server/explanation/checks/check-answer.ts';
import type { EvidencePack } from '@foreshock/server/explanation/pack/evidence-pack.ts';
import { answerForPack } from './answer-for-pack.ts';
import { createDraw } from './draw.ts';
import { literalAnswer } from './literal-answer.ts';
import { falsehoods } from './mutations/all-mutations.ts';
import { benign } from './mutations/benign.ts';
import type { MutantPart, Mutation, MutationId } from './mutations/mutation.ts';

export interface MutationScore {
  readonly id: MutationId;
  readonly says: string;
  readonly made: number;
  /** By a check that is there for it. */
  readonly caught: number;
  /** Refused, and by another check alone. */
  readonly byOthers: number;
  /** How often each check that is there for it spoke. */
  readonly checks: Readonly<Record<string, number>>;
  /** Told as if they were true, a few of them. */
  readonly escapes: readonly string[];
}

export interface RefusedScore {
  readonly id: 'clean' | MutationId;
  readonly claims: number;
  readonly refused: number;
  readonly examples: readonly string[];
}

export interface ExplanationScore {
  readonly packs: number;
  readonly abstained: number;
  /** Claims of the sound answers by type. */
  readonly types: Readonly<Record<string, number>>;
  readonly falsehoods: readonly MutationScore[];
  readonly sound: readonly RefusedScore[];
}

const MOST_EXAMPLES = 5;

export function scoreMutations(packs: readonly EvidencePack[], redact: (text: string) => string): ExplanationScore {
  const sound = packs.map((pack, at) => ({
    pack,
    at,
    answer: answerForPack(pack, createDraw(`${at} ${pack.incident.id}`)),
  }));
  const variants = (mutation: Mutation) =>
    sound.flatMap(({ pack, at, answer }) =>
      mutation
        .make(
          mutation.figures === 'literal' ? literalAnswer(answer, pack) : answer,
          pack,
          createDraw(`${at} ${pack.incident.id} ${mutation.id}`),
        )
        .map((mutant) => ({ pack, ...mutant })),
    );
  const types: Record<string, number> = {};
  for (const { answer } of sound)
    for (const { claim } of claimsOf(answer)) types[claim.type] = (types[claim.type] ?? 0) + 1;
  return {
    packs: packs.length,
    abstained: sound.filter(({ answer }) => answer.rootCause.hypothesis === null).length,
    types,
    falsehoods: falsehoods.map((mutation) => scoreFalsehood(mutation, variants(mutation))),
    sound: [scoreSound({ id: 'clean' }, sound), ...benign.map((mutation) => scoreSound(mutation, variants(mutation)))],
  };

  function scoreFalsehood(
    { id, says, by, figures }: Mutation,
    mutants: readonly { readonly pack: EvidencePack; readonly answer: Answer; readonly part: MutantPart }[],
  ): MutationScore {
    const checks: Record<string, number> = {};
    const escapes: string[] = [];
    let caught = 0;
    let byOthers = 0;
    for (const { pack, answer, part } of mutants) {
      const faults = faultsOf(checkAnswer(answer, pack, redact, figures), part);
      const own = new Set(faults.flatMap((of) => of.map(({ check }) => check)).filter((check) => by.includes(check)));
      for (const check of own) checks[check] = (checks[check] ?? 0) + 1;
      // Of a pair both must go: which of the two is false nobody knows.
      const isRefused = faults.every((of) => of.length > 0);
      if (isRefused && faults.every((of) => of.some(({ check }) => by.includes(check)))) caught += 1;
      else if (isRefused) byOthers += 1;
      else if (escapes.length < MOST_EXAMPLES) escapes.push(textOf(answer, part));
    }
    return { id, says, made: mutants.length, caught, byOthers, checks, escapes };
  }

  function faultsOf(checked: CheckedAnswer, part: MutantPart): (readonly CheckFault[])[] {
    if (part === 'rootCause') return [checked.rootCause];
    if (part === 'parts') return [checked.parts];
    if ('action' in part)
      return checked.claims
        .filter(({ place, under }) => place === 'action' && under === String(part.action))
        .map(({ faults }) => faults);
    return part.claims.map((index) => checked.claims[index]!.faults);
  }

  function scoreSound(
    { id, figures }: { readonly id: RefusedScore['id']; readonly figures?: Figures },
    answers: readonly { readonly pack: EvidencePack; readonly answer: Answer }[],
  ): RefusedScore {
    const checked = answers.map(({ pack, answer }) => checkAnswer(answer, pack, redact, figures));
    const claims = checked.flatMap((one) => one.claims);
    const wrong = claims.filter(({ faults }) => faults.length > 0);
    const whole = checked.flatMap(({ rootCause, parts }) => [...rootCause, ...parts]);
    return {
      id,
      // The root cause and what else is no claim count as one more of each answer.
      claims: claims.length + checked.length,
      refused: wrong.length + checked.filter((one) => one.rootCause.length + one.parts.length > 0).length,
      examples: [
        ...wrong.map(({ claim, faults }) => `${faults.map(({ check }) => check).join(' ')}: ${claim.text}`),
        ...whole.map(({ check, why }) => `${check}: ${why}`),
      ].slice(0, MOST_EXAMPLES),
    };
  }
}

function textOf(answer: Answer, part: MutantPart): string {
  if (part === 'rootCause') return `root cause ${answer.rootCause.hypothesis}`;
  if (part === 'parts')
    return `timeline ${answer.timeline.join(' ')}, actions ${answer.actions.map(({ action }) => action).join(' ')}`;
  if ('action' in part) {
    const { action, reason } = answer.actions[part.action]!;
    return `${action}: ${reason.map(({ text }) => text).join(' / ')}`;
  }
  return part.claims.map((at) => `${answer.summary[at]!.type}: ${answer.summary[at]!.text}`).join(' / ');
}
