// Makes simulated faults and decoys and holds what the product said against what happened.
import type { EvaluateArguments } from '../evaluate-arguments.ts';
import { failedGates } from './gates.ts';
import { makeRuns } from './make-runs.ts';
import { printRun } from './print-runs.ts';
import { printFamilies, printForecasts, printShadow } from './print-scores.ts';
import { planRuns } from './run-plan.ts';
import { scoreFamilies } from './score-families.ts';
import { scoreForecasts, scoreShadow } from './score-forecasts.ts';
import { scoreRun } from './score-run.ts';

export interface SimulatorResult {
  /** Every number, as it goes into a file. */
  readonly numbers: object;
  /** A sentence for each gate that failed. */
  readonly failed: readonly string[];
}

/** Prints its tables; `report` is told of each run as it ends. */
export async function evaluateSimulator(
  { seeds, families: wanted, mechanisms, details }: EvaluateArguments,
  report: (line: string) => void,
): Promise<SimulatorResult> {
  const plans = planRuns(seeds, wanted, mechanisms);
  const started = performance.now();
  const records = await makeRuns(plans, ({ plan, cpuSeconds }, done) =>
    report(
      `${done}/${plans.length} ${plan.family} ${plan.mechanism} seed ${plan.seed}: ${cpuSeconds.toFixed(0)} s of processor`,
    ),
  );
  const scores = records.map(scoreRun);
  const families = scoreFamilies(scores);
  const forecasts = { all: scoreForecasts(records, false), shown: scoreForecasts(records, true) };
  const shadow = scoreShadow(records);
  if (details) console.log(`${scores.map(printRun).join('\n')}\n`);
  console.log(
    `${printFamilies(families)}\n\n${printForecasts(forecasts.all, forecasts.shown)}\n\n${printShadow(shadow)}`,
  );
  const cpu = records.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
  const seconds = (performance.now() - started) / 1_000;
  console.log(
    `\nSeeds ${seeds[0]} to ${seeds.at(-1)}, ${records.length} runs, ${seconds.toFixed(0)} s on two threads, ${(cpu / records.length).toFixed(1)} s of processor per run.`,
  );
  return { numbers: { families, forecasts, shadow, records }, failed: failedGates(scores) };
}
