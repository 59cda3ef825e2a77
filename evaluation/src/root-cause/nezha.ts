// Root cause on recorded faults of two real systems, with our own alarm: what was not detected is wrong.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { bootstrap, meanOf, shuffled } from '../measured/bootstrap.ts';
import type { BlockResult, MeasuredRow } from '../measured/measured-row.ts';
import { judgeReplay, type SeenIncident } from '../replay/judge-replay.ts';
import { openRecording } from '../replay/recorded-minutes.ts';
import { type RecordedFault, readFaults, type SystemName } from '../replay/recorded-system.ts';
import { replayInMemory } from '../replay/replay-in-memory.ts';

interface SystemGoal {
  readonly system: SystemName;
  /** Services that could be named. */
  readonly services: number;
  readonly toBeat: number;
  readonly by: string;
  readonly gate: number;
}

const GOALS: readonly SystemGoal[] = [
  { system: 'online-boutique', services: 10, toBeat: 0.411, by: 'most injected service, leave one out', gate: 0.5 },
  { system: 'train-ticket', services: 46, toBeat: 0.2, by: 'best published but Nezha', gate: 0.143 },
];
const PERMUTATIONS = 20;

/** `undefined` when no recording is there. */
export function evaluateRootCause(data: string, report: (line: string) => void): BlockResult | undefined {
  const results = GOALS.filter(({ system }) => existsSync(join(data, `nezha-${system}`))).map((goal) =>
    evaluateSystem(data, goal, report),
  );
  if (results.length === 0) return undefined;
  return { rows: results.flatMap(({ rows }) => rows), details: results.flatMap(({ details }) => details) };
}

interface Replayed {
  readonly fault: RecordedFault;
  readonly incidents: readonly SeenIncident[];
}

function evaluateSystem(data: string, goal: SystemGoal, report: (line: string) => void): BlockResult {
  const faults = readFaults(data, goal.system);
  const replayed = faults.map((fault): Replayed => {
    const incidents = replayInMemory(fault, openRecording(fault.day, fault.system), faults);
    const { rank } = judgeReplay(fault, fault.at, incidents);
    report(`${goal.system} ${fault.number} ${fault.type} of ${fault.service}: rank ${rank ?? 'none'}`);
    return { fault, incidents };
  });
  const ranks = replayed.map(({ fault, incidents }) => judgeReplay(fault, fault.at, incidents).rank);
  const detected = replayed.filter(({ fault, incidents }) => judgeReplay(fault, fault.at, incidents).incident);
  const row = (most: number, toBeat: number, gate: number): MeasuredRow => {
    const hits = ranks.map((rank) => (rank !== undefined && rank <= most ? 1 : 0));
    return {
      set: `nezha-${goal.system}`,
      engine: 'root cause',
      metric: `AS@${most} detected`,
      n: faults.length,
      trivial: most / goal.services,
      permuted: permutedShare(replayed, most),
      ours: meanOf(hits),
      interval: bootstrap(hits),
      toBeat,
      by: goal.by,
      gate,
    };
  };
  return {
    rows: [row(1, goal.toBeat, goal.gate), row(3, goal.toBeat, goal.gate)],
    details: [`nezha-${goal.system}: ${detected.length} of ${faults.length} detected`],
  };
}

/** With the true services dealt out anew among the faults. */
function permutedShare(replayed: readonly Replayed[], most: number): number {
  const shares = Array.from({ length: PERMUTATIONS }, (_, draw) => {
    const order = shuffled(replayed.length, draw);
    return meanOf(
      replayed.map(({ fault, incidents }, i) => {
        const service = replayed[order[i]!]!.fault.service;
        const { rank } = judgeReplay({ ...fault, service }, fault.at, incidents);
        return rank !== undefined && rank <= most ? 1 : 0;
      }),
    );
  });
  return meanOf(shares);
}
