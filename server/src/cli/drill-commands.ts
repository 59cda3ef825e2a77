// Drills: begun, followed to their result, and looked at again.
import type { Catalog } from '@foreshock/contract/catalog.ts';
import type { OutputOf } from '@foreshock/contract/operation.ts';
import { drillKinds, openDrillStates } from '@foreshock/model/drill.ts';
import { formatQuantity } from '@foreshock/model/wording/quantity.ts';
import { delay } from '../base/schedule.ts';
import { type CliCall, type CliCommand, type ExitCode, tell } from './cli-tools.ts';
import { plainLine, tableText } from './table-text.ts';

type Drill = OutputOf<Catalog['getDrill']>;

/** What is found comes minute by minute. */
const LOOK_MS = 5_000;

function isOpen({ state }: Drill): boolean {
  return openDrillStates.includes(state);
}

/** 3 when it is over and nothing was called or found of it. */
function exitOf({ state, result }: Drill): ExitCode {
  if (state === 'refused' || state === 'lost') return 1;
  return state === 'done' && result?.detected !== true ? 3 : 0;
}

function apart(ms: number, what: string): string {
  return ms >= 0 ? `${formatQuantity(ms, 'ms')} before ${what}` : `${formatQuantity(-ms, 'ms')} after ${what}`;
}

function callLine({ result }: Drill): string {
  const call = result?.call;
  if (!call) return 'no call was told';
  const lead = call.leadMs === null ? '' : `, ${apart(call.leadMs, 'the harm began')}`;
  return `${call.id} called ${call.failure} at ${call.issuedAt}${lead}`;
}

function incidentLine({ result }: Drill): string {
  const incident = result?.incident;
  if (!incident) return 'no incident opened';
  const harm = incident.afterHarmMs === null ? '' : `, ${apart(-incident.afterHarmMs, 'the harm began')}`;
  return `${incident.id} opened ${formatQuantity(incident.afterMs, 'ms')} after the fault began${harm}`;
}

function causeLine({ fault, result }: Drill): string {
  if (!fault) return 'no fault was made';
  const rank = result?.causeRank;
  const named = rank === null || rank === undefined ? 'not named' : `named at place ${rank} of ${result?.hypotheses}`;
  return plainLine(
    `true cause: ${fault.rootCause}, ${fault.variant}; ${result?.incident ? named : 'nothing to name it'}`,
  );
}

function linesOf(drill: Drill): string {
  const { id, kind, namespace, state, reason, startedAt, harmAt, endedAt, result } = drill;
  const alarms = result?.falseAlarms ?? [];
  return [
    plainLine(`${id}  ${kind} in ${namespace}: ${state}${reason === null ? '' : `, ${reason}`}`),
    `fault from ${startedAt ?? '-'}, harm from ${harmAt ?? '-'}, repaired ${endedAt ?? '-'}`,
    `first anomaly ${result?.firstAnomalyAt ?? '-'}`,
    callLine(drill),
    incidentLine(drill),
    causeLine(drill),
    `false alarms: ${alarms.length === 0 ? 'none' : alarms.join(' ')}`,
  ].join('\n');
}

/** What is new since the look before, a line each. */
function newsOf(before: Drill, after: Drill): string[] {
  const news: string[] = [];
  const isNew = (of: (drill: Drill) => unknown): boolean => Boolean(of(after)) && !of(before);
  if (isNew(({ result }) => result?.firstAnomalyAt)) news.push(`first anomaly at ${after.result?.firstAnomalyAt}`);
  if (isNew(({ result }) => result?.call)) news.push(callLine(after));
  if (isNew(({ harmAt }) => harmAt)) news.push(`the harm began at ${after.harmAt}`);
  if (isNew(({ result }) => result?.incident)) news.push(incidentLine(after));
  if (isNew(({ endedAt }) => endedAt)) news.push(`the fault was repaired at ${after.endedAt}; reading what it left`);
  return news;
}

/** Until its result is there; Ctrl-C leaves the drill as it is. */
async function follow(call: CliCall, begun: Drill): Promise<Drill> {
  const { client, tools, signal } = call;
  let drill = begun;
  while (isOpen(drill) && !signal.aborted) {
    await delay(LOOK_MS, signal);
    if (signal.aborted) break;
    const next = await client('getDrill', { id: drill.id });
    // On the other stream, so that what is piped is the result alone.
    for (const line of newsOf(drill, next)) tools.complain(line);
    drill = next;
  }
  return drill;
}

export const drillCommands: readonly CliCommand[] = [
  {
    name: 'drill start',
    usage: `${drillKinds.join('|')} [--namespace NAME] [--target WORKLOAD] [--minutes N] [--no-wait]`,
    summary: 'makes a fault in the demo and waits for what is found of it; exit code 3 when nothing is',
    flags: ['namespace', 'target', 'minutes'],
    switches: ['no-wait'],
    words: 1,
    run: async (call) => {
      const { client, flags, tools, words } = call;
      const kind = drillKinds.find((one) => one === words[0]);
      if (!kind) {
        tools.complain(`drill start: "${words[0]}" is no kind of drill: expected ${drillKinds.join(', ')}`);
        return 2;
      }
      const [namespace, target, minutes] = ['namespace', 'target', 'minutes'].map((name) => flags.get(name));
      const begun = await client('startDrill', {
        kind,
        ...(namespace !== undefined && { namespace }),
        ...(target !== undefined && { target }),
        ...(minutes !== undefined && { minutes: Number(minutes) }),
      });
      if (flags.has('no-wait')) return tell(call, begun, linesOf);
      tools.complain(`${begun.id}: the fault acts, and is repaired by ${begun.endsBy}`);
      const ended = await follow(call, begun);
      tell(call, ended, linesOf);
      return exitOf(ended);
    },
  },
  {
    name: 'drill list',
    usage: '[--limit N]',
    summary: 'faults that were made on purpose, newest first, and what was found of each',
    flags: ['limit'],
    words: 0,
    run: async (call) => {
      const limit = call.flags.get('limit');
      const answer = await call.client('listDrills', limit === undefined ? {} : { limit: Number(limit) });
      return tell(call, answer, ({ items }) =>
        tableText(
          ['id', 'kind', 'state', 'begun', 'call', 'incident', 'cause', 'false alarms'],
          items.map(({ id, kind, state, startedAt, result }) => [
            id,
            kind,
            state,
            startedAt ?? '-',
            result?.call ? (result.call.leadMs === null ? 'told' : apart(result.call.leadMs, 'harm')) : '-',
            result?.incident ? `after ${formatQuantity(result.incident.afterMs, 'ms')}` : '-',
            result?.causeRank ? `place ${result.causeRank}` : '-',
            String(result?.falseAlarms.length ?? 0),
          ]),
        ),
      );
    },
  },
  {
    name: 'drill get',
    usage: 'ID',
    summary: 'one drill, as far as it is; exit code 3 when it is done and nothing was found',
    flags: [],
    words: 1,
    run: async (call) => {
      const drill = await call.client('getDrill', { id: call.words[0]! });
      tell(call, drill, linesOf);
      return exitOf(drill);
    },
  },
  {
    name: 'drill stop',
    usage: 'ID',
    summary: 'repairs the fault now; what was found until then is still measured',
    flags: [],
    words: 1,
    run: async (call) => tell(call, await call.client('stopDrill', { id: call.words[0]! }), linesOf),
  },
];
