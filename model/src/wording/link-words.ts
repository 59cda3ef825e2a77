import type { LinkRelation, TemplateLink } from '../template-link.ts';
import { MINUTE } from '../time.ts';

/** `from` and `to`: short names of the services. A relation is said in these words alone, whoever suggested it. */
export function relationStatement(relation: LinkRelation, from: string, to: string): string {
  switch (relation) {
    case 'caller-reports-callee':
      return `${from} reports the failure of ${to}, which it calls`;
    case 'same-failure-twice':
      return `${from} and ${to} tell of the same failure`;
    case 'retry-of':
      return `${from} tries again what fails in ${to}`;
    case 'consequence':
      return `the lines of ${from} follow those of ${to}, on which it depends`;
  }
}

/** Of two templates of which no relation is known. */
export function linkStatement(
  { origin, facts: { traces, movement } }: TemplateLink,
  first: string,
  second: string,
): string {
  if (origin === 'hand') return `${first} and ${second} belong together`;
  const isByTraces = (traces?.p ?? 1) <= (movement?.p ?? 1);
  return isByTraces
    ? `${first} and ${second} stand in the same traces`
    : `${first} and ${second} come in the same minutes`;
}

/** The counts that it rests on. */
export function linkBasis({ facts: { traces, movement }, by, origin }: TemplateLink): string {
  const parts: string[] = [];
  if (isTold(traces))
    parts.push(`${traces.both} shared traces of ${traces.traces}, ${traces.expected.toFixed(1)} expected by chance`);
  if (isTold(movement)) {
    const { correlation, minutes, lag } = movement;
    parts.push(`rank correlation ${correlation.toFixed(2)} over ${minutes} min${lagWords(lag)}`);
  }
  if (origin === 'hand' && by !== undefined) parts.push(`linked by ${by}`);
  return parts.length > 0 ? parts.join('; ') : 'no count says so';
}

/** One in twenty by chance: more says nothing. */
const TELLING_P = 0.05;

function isTold<F extends { readonly p: number }>(facts: F | undefined): facts is F {
  return facts !== undefined && facts.p <= TELLING_P;
}

function lagWords(lag: number): string {
  if (lag === 0) return '';
  return `, the ${lag > 0 ? 'second' : 'first'} ${Math.abs(lag) / MINUTE} min later`;
}
