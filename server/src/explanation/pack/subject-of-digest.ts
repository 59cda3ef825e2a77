import { severities } from '@foreshock/model/incident.ts';
import type { Subject } from './evidence-pack.ts';

/** Of each subject: what stands out the most. */
const FACTS_EACH = 3;

/** What a digest tells of, as one thing that can be worded: facts alone, for causes and advice are each subject's own. At least one subject. */
export function subjectOfDigest(id: string, subjects: readonly Subject[]): Subject {
  const rank = ({ severity }: Subject): number => (severity === 'expected' ? -1 : severities.indexOf(severity));
  const worst = [...subjects].sort((a, b) => rank(b) - rank(a))[0]!;
  const entities = new Map(
    subjects.flatMap((subject) => subject.entities.map((one) => [one.entity, one] as const)).reverse(),
  );
  const facts = subjects.flatMap(({ evidence }) =>
    evidence
      .filter(({ stance }) => stance === 'for')
      .sort((a, b) => b.surprise - a.surprise || (a.id < b.id ? -1 : 1))
      .slice(0, FACTS_EACH),
  );
  return {
    id,
    severity: worst.severity,
    state: worst.state,
    // Words of log lines are shown only where they were known before the first of them.
    startedAt: Math.min(...subjects.map(({ startedAt }) => startedAt)),
    dataTrust: Math.min(...subjects.map(({ dataTrust }) => dataTrust)),
    entities: [...entities.values()].reverse(),
    impact: { services: entities.size },
    evidence: [...new Map(facts.map((fact) => [fact.id, fact])).values()],
    hypotheses: [],
    recommendations: [],
    narrative: { by: 'template', claims: [] },
  };
}
