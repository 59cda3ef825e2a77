// Root cause on recorded faults of two real systems: with our own alarm, where what was not detected is wrong, and as if a
// person had declared an incident at the time of the injection, or a minute late.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { MINUTE, startOfMinute } from '@foreshock/model/time.ts';
import { bootstrap, meanOf, shuffled } from '../measured/bootstrap.ts';
import type { BlockResult, MeasuredRow } from '../measured/measured-row.ts';
import { faultMinutes } from '../replay/fault-timeline.ts';
import { judgeReplay } from '../replay/judge-replay.ts';
import { openRecording } from '../replay/recorded-minutes.ts';
import { type RecordedFault, readFaults, type SystemName } from '../replay/recorded-system.ts';
import { type Replayed, replayInMemory } from '../replay/replay-in-memory.ts';

interface SystemGoal {
  readonly system: SystemName;
  /** Services that could be named. */
  readonly services: number;
  readonly toBeat: number;
  readonly by: string;
  /** Of the first place, with our own alarm and with the time given. */
  readonly gates: { readonly detected: number; readonly given: number };
}

const GOALS: readonly SystemGoal[] = [
  { system: 'online-boutique', services: 10, toBeat: 0.411, by: 'MicroRank', gates: { detected: 0.65, given: 0.9 } },
  { system: 'train-ticket', services: 46, toBeat: 0.2, by: 'MicroRCA', gates: { detected: 0.65, given: 0.75 } },
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

interface ReplayedFault {
  readonly fault: RecordedFault;
  readonly seen: Replayed;
}

const COLUMNS = ['detected', 'given', 'late'] as const;
type Column = (typeof COLUMNS)[number];
const LATE_MS = MINUTE;
/** After the last fault of a day, until nothing of it is left. */
const SETTLES_MS = 30 * MINUTE;
/** Of the quiet minutes, at least this share must be left without a name. */
const LEFT_ALONE = 0.95;

function evaluateSystem(data: string, goal: SystemGoal, report: (line: string) => void): BlockResult {
  const faults = readFaults(data, goal.system);
  const replayed = faults.map((fault): ReplayedFault => {
    const asked = [fault.at, fault.at + LATE_MS];
    const recording = openRecording(fault.day, fault.system);
    const seen = replayInMemory(faultMinutes(fault, recording, faults, 0), asked);
    const ranks = COLUMNS.map((column) => `${column} ${rankIn(column, { fault, seen }, fault.service) ?? 'none'}`);
    report(`${goal.system} ${fault.number} ${fault.type} of ${fault.service}: ${ranks.join(', ')}`);
    return { fault, seen };
  });
  const set = `nezha-${goal.system}`;
  const row = (column: Column, most: number, gate: number): MeasuredRow => {
    const hits = replayed.map((one) => isWithin(most, rankIn(column, one, one.fault.service)));
    return {
      ...{ set, engine: 'root cause', metric: `AS@${most} ${column}`, n: faults.length },
      trivial: most / goal.services,
      permuted: permutedShare(replayed, column, most),
      ours: meanOf(hits),
      interval: bootstrap(hits),
      toBeat: goal.toBeat,
      by: goal.by,
      gate,
    };
  };
  const { detected, given } = goal.gates;
  return {
    rows: [
      row('detected', 1, detected),
      row('detected', 3, detected),
      row('given', 1, given),
      row('given', 3, given),
      row('late', 1, 0),
      quietRow(set, faults),
    ],
    details: detailsOf(set, replayed),
  };
}

function rankIn(column: Column, { fault, seen }: ReplayedFault, service: string): number | undefined {
  if (column === 'detected') return judgeReplay({ ...fault, service }, fault.at, seen.incidents).rank;
  const place = seen.declared[column === 'given' ? 0 : 1]!.findIndex((cause) => cause.service === service);
  return place < 0 ? undefined : place + 1;
}

function isWithin(most: number, rank: number | undefined): number {
  return rank !== undefined && rank <= most ? 1 : 0;
}

/** With the true services dealt out anew among the faults. */
function permutedShare(replayed: readonly ReplayedFault[], column: Column, most: number): number {
  const shares = Array.from({ length: PERMUTATIONS }, (_, draw) => {
    const order = shuffled(replayed.length, draw);
    return meanOf(replayed.map((one, i) => isWithin(most, rankIn(column, one, replayed[order[i]!]!.fault.service))));
  });
  return meanOf(shares);
}

/**
 * How seldom a cause is named when nothing was injected: the hours after the last fault of each day, of which only metrics
 * were recorded. Who never says anything is perfect here, and only here.
 */
function quietRow(set: string, faults: readonly RecordedFault[]): MeasuredRow {
  const days = [...Map.groupBy(faults, ({ day }) => day.folder).values()];
  const calm = days.flatMap((ofDay) => {
    const { day, system, at } = ofDay.at(-1)!;
    const quiet = { from: startOfMinute(at) + SETTLES_MS, to: Date.parse(`${day.date}T23:59:00Z`) };
    const { minutes, blamedMinutes } = replayInMemory(openRecording(day, system).minutes(quiet, 0));
    return Array.from({ length: minutes }, (_, minute) => (minute < blamedMinutes ? 0 : 1));
  });
  return {
    ...{ set, engine: 'root cause', metric: 'quiet minutes without a name', n: calm.length },
    ...{ trivial: 1, permuted: Number.NaN, ours: meanOf(calm), interval: bootstrap(calm) },
    ...{ toBeat: LEFT_ALONE, by: 'goal', gate: LEFT_ALONE },
  };
}

function detailsOf(set: string, replayed: readonly ReplayedFault[]): string[] {
  const judged = replayed.map(({ fault, seen }) => judgeReplay(fault, fault.at, seen.incidents));
  const detected = judged.filter(({ incident }) => incident).length;
  const types = Map.groupBy(replayed, ({ fault }) => fault.type);
  return [
    `${set}: ${detected} of ${replayed.length} detected`,
    ...[...types].map(([type, members]) => {
      const first = COLUMNS.map((column) => {
        const hits = members.filter((one) => rankIn(column, one, one.fault.service) === 1).length;
        return `${column} ${hits}`;
      });
      return `${set} ${type}: named first of ${members.length}: ${first.join(', ')}`;
    }),
  ];
}
