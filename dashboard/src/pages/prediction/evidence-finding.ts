import { climbLadder } from '../../charts/evidence-ladder-geometry.ts';
import type { EvidenceLine } from '../../components/evidence-list.tsx';
import { countWords } from '../../words/name-words.ts';

const percent = (probability: number) => Math.round(probability * 100);

/** `Three facts raise the odds from 18 to 78 %, one lowers them to 71`; without odds only what speaks for and against. */
export function evidenceFinding(facts: readonly EvidenceLine[], base: number | undefined): string {
  const raising = facts.filter((fact) => (fact.contribution ?? 0) > 0);
  const lowering = facts.filter((fact) => (fact.contribution ?? 0) < 0);
  if (base === undefined || raising.length + lowering.length === 0) {
    const [speaking, against] = [
      facts.filter((fact) => fact.stance === 'for'),
      facts.filter((fact) => fact.stance === 'against'),
    ];
    return `${countWords(speaking.length, 'fact')} ${speaking.length === 1 ? 'speaks' : 'speak'} for it, ${against.length || 'none'} against`;
  }
  const after = (some: readonly EvidenceLine[]) =>
    climbLadder(
      base,
      some.map((fact) => fact.contribution),
    ).at(-1)?.after ?? base;
  const top = after(raising);
  const raised = `${countWords(raising.length, 'fact')} ${raising.length === 1 ? 'raises' : 'raise'} the odds from ${percent(base)} to ${percent(top)} %`;
  if (lowering.length === 0) return raised;
  return `${raised}, ${lowering.length} ${lowering.length === 1 ? 'lowers' : 'lower'} them to ${percent(after([...raising, ...lowering]))}`;
}
