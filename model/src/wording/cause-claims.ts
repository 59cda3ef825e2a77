// What a story says of causes. A causal word is used only where its licence holds: the cause began earlier, a dependency
// path joins it, and rivals are ruled out.
import type { Evidence } from '../evidence.ts';
import { evidenceScore, type Hypothesis } from '../hypothesis.ts';

export interface CauseClaim {
  readonly text: string;
  readonly evidence: readonly string[];
}

/** Whole sentences: the leading cause, or that none is sure, then what was ruled out and by what or whom. */
export function causeClaims(hypotheses: readonly Hypothesis[], evidence: readonly Evidence[]): CauseClaim[] {
  const leading = hypotheses.find((hypothesis) => hypothesis.state === 'leading');
  const claims: CauseClaim[] = [];
  if (leading) claims.push({ text: causeSentence(leading, hypotheses, evidence), evidence: [...leading.for] });
  else if (hypotheses.length > 0) claims.push({ text: 'No cause is sure yet.', evidence: [] });
  for (const rival of hypotheses.filter((hypothesis) => hypothesis.state === 'ruled_out')) {
    const text = rival.mark
      ? `${rival.mark.by} ruled out: ${rival.sentence}.`
      : `It is not ${rival.sentence}: ${rival.reason ?? 'nothing supports it'}.`;
    claims.push({ text, evidence: [] });
  }
  return claims;
}

function causeSentence(leading: Hypothesis, hypotheses: readonly Hypothesis[], evidence: readonly Evidence[]): string {
  const effects = evidence.filter((fact) => fact.entity !== leading.entity);
  const own = evidence.filter((fact) => fact.entity === leading.entity);
  const firstOwn = Math.min(...own.map((fact) => fact.onset));
  const firstEffect = Math.min(...effects.map((fact) => fact.onset));
  const earlier = own.length > 0 && firstOwn <= firstEffect;
  const joined = leading.path.length >= 2 || effects.length === 0;
  const rivalsOpen = hypotheses.some(
    (hypothesis) => hypothesis.state === 'candidate' && evidenceScore(hypothesis) > 0.5 * evidenceScore(leading),
  );
  const licensed = earlier && joined && !rivalsOpen;
  return licensed ? `The likely cause: ${leading.sentence}.` : `At the same time: ${leading.sentence}.`;
}
