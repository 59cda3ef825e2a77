// Are we right? `--only simulator` makes simulated faults and decoys and holds what the product said against what happened;
// `--only redaction` plants secrets and counts what is left of them. Prints the tables; exit code 1 when a gate fails.
import { writeFileSync } from 'node:fs';
import { parseEvaluateArguments } from './evaluate-arguments.ts';
import { evaluateRedaction, parseRedactionArguments } from './redaction/evaluate-redaction.ts';
import { failedGates } from './simulated/gates.ts';
import { makeRuns } from './simulated/make-runs.ts';
import { printRun } from './simulated/print-runs.ts';
import { printFamilies, printForecasts } from './simulated/print-scores.ts';
import { planRuns } from './simulated/run-plan.ts';
import { scoreFamilies } from './simulated/score-families.ts';
import { scoreForecasts } from './simulated/score-forecasts.ts';
import { scoreRun } from './simulated/score-run.ts';

const args = process.argv.slice(2);
if (args[0] === '--only' && args[1] === 'redaction') {
  const asked = parseRedactionArguments(args.slice(2));
  if ('mistake' in asked) {
    console.error(asked.mistake);
    process.exit(2);
  }
  const missed = evaluateRedaction(asked);
  for (const gate of missed) console.error(`gate failed: ${gate}`);
  process.exit(missed.length > 0 ? 1 : 0);
}
const chosen = parseEvaluateArguments(args);
if ('mistake' in chosen) {
  console.error(chosen.mistake);
  process.exit(2);
}
const plans = planRuns(chosen.seeds, chosen.families, chosen.mechanisms);
const started = performance.now();
const records = await makeRuns(plans, ({ plan, cpuSeconds }, done) =>
  console.error(
    `${done}/${plans.length} ${plan.family} ${plan.mechanism} seed ${plan.seed}: ${cpuSeconds.toFixed(0)} s of processor`,
  ),
);
const scores = records.map(scoreRun);
const families = scoreFamilies(scores);
const forecasts = { all: scoreForecasts(records, false), shown: scoreForecasts(records, true) };
if (chosen.details) console.log(`${scores.map(printRun).join('\n')}\n`);
console.log(`${printFamilies(families)}\n\n${printForecasts(forecasts.all, forecasts.shown)}`);
const cpu = records.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
const seconds = (performance.now() - started) / 1_000;
console.log(
  `\nSeeds ${chosen.seeds[0]} to ${chosen.seeds.at(-1)}, ${records.length} runs, ${seconds.toFixed(0)} s on two threads, ${(cpu / records.length).toFixed(1)} s of processor per run.`,
);
if (chosen.json !== undefined) writeFileSync(chosen.json, JSON.stringify({ families, forecasts, records }));
const failed = failedGates(scores);
for (const gate of failed) console.error(`gate failed: ${gate}`);
process.exitCode = failed.length > 0 ? 1 : 0;
