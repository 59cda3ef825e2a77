// The ranking of causes as people steer it: bounded points on top of what the evidence gave, each a term of its own.
// Applied whenever a finding is read, never written into it, so taking a mark back gives exactly the ranking before.
import type { CauseMark } from './cause-mark.ts';
import type { EntityId } from './entity.ts';
import type { Evidence } from './evidence.ts';
import { causeConfidence, evidenceScore, type feedbackTerms, type Hypothesis, NAMED_FROM } from './hypothesis.ts';

/** Points that a person's word moves a cause by. */
export const MARK_POINTS = { ruledOut: -3, lookHere: 0.5, lookHereDependency: 0.25 } as const;

/** `taught`: points from causes that people confirmed before. The same array when nothing that people said concerns any. */
export function rerankCauses(
  hypotheses: readonly Hypothesis[],
  evidence: readonly Evidence[],
  marks: readonly CauseMark[],
  taught: (hypothesis: Hypothesis) => number = () => 0,
): readonly Hypothesis[] {
  const steered = hypotheses.map((hypothesis) => withMark(withLesson(hypothesis, taught), marks));
  if (steered.every((hypothesis, index) => hypothesis === hypotheses[index])) return hypotheses;
  const live = steered
    .filter(({ state }) => state !== 'ruled_out')
    // The rival of all causes, load, stands behind them unless a person points at it.
    .sort((a, b) => placeOf(b) - placeOf(a));
  // A hint moves a cause up; that it is named takes evidence.
  const [first] = live;
  const named = first !== undefined && first.cause !== 'load' && evidenceScore(first) >= NAMED_FROM;
  return [
    ...live.map((hypothesis): Hypothesis => {
      if (hypothesis !== first || !named) return unnamed(hypothesis);
      const margin = evidenceScore(first) - Math.max(0, ...live.slice(1).map(evidenceScore));
      const own = evidence.filter(({ id }) => first.for.includes(id) || first.against.includes(id));
      return { ...first, state: 'leading', confidence: causeConfidence(margin, own, first.terms.hard !== undefined) };
    }),
    ...steered.filter(({ state }) => state === 'ruled_out'),
  ];
}

function withLesson(hypothesis: Hypothesis, taught: (hypothesis: Hypothesis) => number): Hypothesis {
  const points = hypothesis.state === 'ruled_out' ? 0 : taught(hypothesis);
  return points === 0 ? hypothesis : withTerm(hypothesis, 'confirmed_causes', points);
}

function withMark(hypothesis: Hypothesis, marks: readonly CauseMark[]): Hypothesis {
  if (hypothesis.state === 'ruled_out') return hypothesis;
  const mark = marks.find(({ hypothesis: id }) => id === hypothesis.id);
  if (mark?.says === 'rule_out') {
    const out = withTerm(hypothesis, 'ruled_out_by_person', MARK_POINTS.ruledOut);
    return { ...out, state: 'ruled_out', reason: `ruled out by ${mark.by}`, confidence: 'low', mark: saidIn(mark) };
  }
  if (mark) return { ...withTerm(hypothesis, 'look_here', MARK_POINTS.lookHere), mark: saidIn(mark) };
  return isDependedOn(hypothesis.entity, marks)
    ? withTerm(hypothesis, 'look_here_dependency', MARK_POINTS.lookHereDependency)
    : hypothesis;
}

function isDependedOn(entity: EntityId, marks: readonly CauseMark[]): boolean {
  return marks.some((mark) => mark.says === 'look_here' && mark.dependencies.includes(entity));
}

function saidIn({ says, by, at }: CauseMark): NonNullable<Hypothesis['mark']> {
  return { says, by, at };
}

function withTerm(hypothesis: Hypothesis, term: (typeof feedbackTerms)[number], points: number): Hypothesis {
  return {
    ...hypothesis,
    score: hypothesis.score + points,
    terms: { ...hypothesis.terms, [term]: points },
  };
}

function placeOf(hypothesis: Hypothesis): number {
  return hypothesis.cause === 'load' && !hypothesis.mark ? Number.NEGATIVE_INFINITY : hypothesis.score;
}

function unnamed(hypothesis: Hypothesis): Hypothesis {
  return hypothesis.state === 'leading' ? { ...hypothesis, state: 'candidate', confidence: 'low' } : hypothesis;
}
