// Does it hold outside the simulator? Replays recorded faults of real systems through the OTLP port of the real program
// and prints what it found. Faults are chosen by number, never by result.
import type { Judgement } from './replay/judge-replay.ts';
import { connect } from './replay/platform-client.ts';
import { printJudgement, printSummary, replayHeading } from './replay/print-replay.ts';
import { type RecordedFault, readFaults } from './replay/recorded-system.ts';
import { parseReplayArguments, type ReplayArguments } from './replay/replay-arguments.ts';
import { followOneAnother, keepTimes, replayFault } from './replay/replay-over-otlp.ts';
import { startPlatform } from './replay/start-platform.ts';

const chosen = parseReplayArguments(process.argv.slice(2));
if ('mistake' in chosen) {
  console.error(chosen.mistake);
  process.exit(2);
}
const all = readFaults(chosen.directory, chosen.system);
const faults = chooseFaults(all, chosen);
const planned = chosen.shift ? followOneAnother(faults, all, Date.now()) : keepTimes(faults);
const forAll = chosen.shift && !chosen.running ? await startPlatform() : undefined;
const shared = chosen.running ?? forAll;
const client = shared && (await connect(shared.endpoint, shared.signIn));
const judgements: Judgement[] = [];
console.log(replayHeading);
for (const plan of planned) {
  const own = client ? undefined : await startPlatform();
  const judgement = await replayFault(plan, all, client ?? (await connect(own!.endpoint, own!.signIn)));
  await own?.stop();
  judgements.push(judgement);
  console.log(printJudgement(judgement));
}
await forAll?.stop();
console.log(`\n${printSummary(judgements)}`);

/** By number, or the first that were recorded with traces. */
function chooseFaults(known: readonly RecordedFault[], { numbers, count }: ReplayArguments): RecordedFault[] {
  if (numbers.length === 0) return known.filter((fault) => fault.traceMinutes > 0).slice(0, count);
  return numbers.map((number) => {
    const fault = known[number - 1];
    if (!fault) throw new Error(`there is no fault ${number}: the recording has ${known.length}`);
    return fault;
  });
}
