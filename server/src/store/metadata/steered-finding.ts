import type { CauseMark } from '@foreshock/model/cause-mark.ts';
import type { Claim } from '@foreshock/model/claim.ts';
import { type ConfirmedCause, lessonOf } from '@foreshock/model/confirmed-cause.ts';
import type { Hypothesis } from '@foreshock/model/hypothesis.ts';
import type { Incident, IncidentEntity } from '@foreshock/model/incident.ts';
import type { Prediction } from '@foreshock/model/prediction.ts';
import { rerankCauses } from '@foreshock/model/rerank-causes.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { causeClaims } from '@foreshock/model/wording/cause-claims.ts';
import { hashId } from '../../base/crypto/digest.ts';

type Explained = Pick<Incident | Prediction, 'id' | 'hypotheses' | 'evidence' | 'narrative' | 'recommendations'>;

/**
 * The causes as people steer them, and the story and actions that follow; the same object when nothing changes.
 * `confirmed` counts when it was told before `asOf`, the start of the finding: what came later cannot have helped.
 */
export function steered<F extends Explained>(
  finding: F,
  marks: readonly CauseMark[],
  confirmed: readonly ConfirmedCause[],
  asOf: Timestamp,
): F {
  if (marks.length === 0 && confirmed.length === 0) return finding;
  const taught = (hypothesis: Hypothesis): number => lessonOf(confirmed, hypothesis, asOf).points;
  const hypotheses = rerankCauses(finding.hypotheses, finding.evidence, marks, taught);
  if (hypotheses === finding.hypotheses) return finding;
  const out = new Set(hypotheses.filter(({ mark }) => mark?.says === 'rule_out').map(({ entity }) => entity));
  return {
    ...finding,
    hypotheses,
    narrative: { ...finding.narrative, claims: retold(finding, hypotheses) },
    // Nobody is advised to act on what a person ruled out.
    recommendations: finding.recommendations.filter(({ target }) => !out.has(target)),
  };
}

/** Sentences about causes give way to those of the new ranking, in their place. */
function retold(finding: Explained, hypotheses: Explained['hypotheses']): Claim[] {
  const before = new Set(causeClaims(finding.hypotheses, finding.evidence).map(({ text }) => text));
  const { claims } = finding.narrative;
  const first = claims.findIndex(({ text }) => before.has(text));
  const place = first < 0 ? claims.length : first;
  const told = causeClaims(hypotheses, finding.evidence).map(
    ({ text, evidence }): Claim => ({ id: hashId('clm_', finding.id, text), text, verdict: 'verified', evidence }),
  );
  const others = (claim: Claim): boolean => !before.has(claim.text);
  return [...claims.slice(0, place).filter(others), ...told, ...claims.slice(place).filter(others)];
}

/** The role of the cause goes to the one that leads now. */
export function withSteeredRoles(incident: Incident, analysed: Incident): Incident {
  if (incident === analysed) return incident;
  const [now, before] = [incident, analysed].map(
    ({ hypotheses }) => hypotheses.find(({ state }) => state === 'leading')?.entity,
  );
  if (now === before) return incident;
  const hasSymptom = incident.entities.some(({ role }) => role === 'symptom');
  const entities = incident.entities.map((member): IncidentEntity => {
    if (member.entity === now) return { entity: member.entity, role: 'cause' };
    if (member.role !== 'cause') return member;
    // What is hurt can be its own cause; then it is still what is hurt.
    const isHurt = !hasSymptom && incident.evidence.some(({ entity }) => entity === member.entity);
    return { entity: member.entity, role: isHurt ? 'symptom' : 'context' };
  });
  const isListed = now === undefined || entities.some(({ entity }) => entity === now);
  return { ...incident, entities: isListed ? entities : [...entities, { entity: now, role: 'cause' }] };
}
