// Are we right? Every engine with the shipped defaults against public data and simulated faults. Exit code 1 when a gate
// fails or a control beats what chance gives.
import { readFileSync, writeFileSync } from 'node:fs';
import { evaluateMetrics } from './detection/aiops.ts';
import { evaluateNab } from './detection/nab.ts';
import { type EvaluateArguments, type Part, parseEvaluateArguments } from './evaluate-arguments.ts';
import { evaluateExplanation } from './explanation/evaluate-explanation.ts';
import { evaluateModel } from './explanation/model/evaluate-model.ts';
import type { ModelScore } from './explanation/model/score-model.ts';
import { evaluateOverlays } from './grouping/overlays.ts';
import { evaluateLinks } from './grouping/telecom.ts';
import { type BlockResult, brokenGates, type MeasuredRow } from './measured/measured-row.ts';
import { printRows } from './measured/print-rows.ts';
import { evaluateOnset } from './prediction/onset.ts';
import { evaluatePager } from './prediction/pager.ts';
import { evaluatePrevent } from './prediction/prevent.ts';
import { evaluateRedaction } from './redaction/evaluate-redaction.ts';
import { evaluateRootCause } from './root-cause/nezha.ts';
import { evaluateSimulator } from './simulated/evaluate-simulator.ts';
import { evaluateTemplates } from './templates/loghub.ts';

const chosen = parseEvaluateArguments(process.argv.slice(2));
if ('mistake' in chosen) {
  console.error(chosen.mistake);
  process.exit(2);
}
const report = (line: string): void => console.error(line);
const blocks: Partial<Record<Part, (data: string) => BlockResult | undefined>> = {
  templates: evaluateTemplates,
  metrics: evaluateMetrics,
  nab: evaluateNab,
  overlays: evaluateOverlays,
  telecom: evaluateLinks,
  'root-cause': (data) => evaluateRootCause(data, report),
  pager: evaluatePager,
  onset: evaluateOnset,
  prevent: evaluatePrevent,
};
const rows: MeasuredRow[] = [];
const failed: string[] = [];
let simulator: object | undefined;
let explanation: object | undefined;
let model: ModelScore | undefined;
const before = chosen.against === undefined ? undefined : (JSON.parse(readFileSync(chosen.against, 'utf8')) as Numbers);
for (const part of chosen.only) {
  const block = blocks[part];
  if (block) measure(part, block, chosen);
  if (part === 'redaction') {
    const { redactionSeed: seed, data, details } = chosen;
    failed.push(...evaluateRedaction({ seed, details, ...(data !== undefined && { data }) }));
  }
  if (part === 'explanation' && chosen.model) {
    const result = await evaluateModel(
      chosen.model,
      { ...chosen, seeds: chosen.explanationSeeds },
      before?.model,
      report,
    );
    model = result.score;
    failed.push(...result.failed);
  } else if (part === 'explanation') {
    const result = await evaluateExplanation({ ...chosen, seeds: chosen.explanationSeeds }, report);
    explanation = { ...result.score, nominations: result.nominations, hostile: result.hostile };
    failed.push(...result.failed);
  }
  if (part === 'simulator') {
    const result = await evaluateSimulator(chosen, report);
    simulator = result.numbers;
    failed.push(...result.failed);
  }
}
if (rows.length > 0) {
  console.log(printRows(rows, before?.rows));
}
failed.push(...brokenGates(rows));
if (chosen.json !== undefined) {
  const numbers = {
    rows,
    ...simulator,
    ...(explanation && { explanation }),
    ...(model && { model }),
  } satisfies Numbers;
  writeFileSync(chosen.json, JSON.stringify(numbers));
}
for (const gate of failed) console.error(`gate failed: ${gate}`);
process.exitCode = failed.length > 0 ? 1 : 0;

/** What goes into a file, and is read from one. */
interface Numbers {
  readonly rows: readonly MeasuredRow[];
  readonly model?: ModelScore;
}

function measure(
  part: Part,
  block: (data: string) => BlockResult | undefined,
  { data, details }: EvaluateArguments,
): void {
  const result = data === undefined ? undefined : block(data);
  if (!result) {
    console.log(`${part}: absent, ${data === undefined ? 'no --data was given' : `its set is not in ${data}`}`);
    return;
  }
  rows.push(...result.rows);
  if (details) console.log(result.details.join('\n'));
}
