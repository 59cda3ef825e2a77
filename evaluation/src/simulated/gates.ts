import type { RunScore } from './score-run.ts';

/** What must hold of every table; one sentence for each fault found. */
export function failedGates(scores: readonly RunScore[]): string[] {
  const faults: string[] = [];
  for (const { record, warnedBeforeFailing, warning, pages } of scores) {
    const { plan, truth } = record;
    const name = `${plan.family} ${plan.mechanism} of seed ${plan.seed}`;
    const isPoolLeak =
      truth.variant === 'leaked-connections' && plan.mechanism === 'usual' && truth.onset !== undefined;
    if (isPoolLeak && !warnedBeforeFailing) faults.push(`${name}: not warned before the first failed request`);
    if (isPoolLeak && warning && warning.causes[0] !== truth.rootCause)
      faults.push(`${name}: the warning names ${warning.causes[0] ?? 'nobody'} first, it was ${truth.rootCause}`);
    if (truth.decoy) for (const page of pages) faults.push(`${name}: page for a decoy: ${page}`);
  }
  return faults;
}
