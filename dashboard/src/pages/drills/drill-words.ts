import { type DrillKind, openDrillStates } from '@foreshock/model/drill.ts';
import type { DurationMs } from '@foreshock/model/time.ts';
import { failureWords } from '@foreshock/model/wording/failure-words.ts';
import type { DrillsView, DrillView } from '../../answer-shapes.ts';
import { durationWords } from '../../words/duration-words.ts';
import { countWords, shortName } from '../../words/name-words.ts';

export const kindWords: Readonly<Record<DrillKind, { readonly name: string; readonly does: string }>> = {
  memory: { name: 'Memory', does: 'a workload keeps memory until it is killed' },
  cpu: { name: 'Processor', does: 'a neighbour takes the processor of a node' },
  pool: { name: 'Connection pool', does: 'a release takes connections and gives none back' },
  disk: { name: 'Disk', does: 'a volume fills' },
  dns: { name: 'Name resolution', does: 'the name of a workload is gone from the resolver' },
};

export function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export function isGoingOn({ state }: Pick<DrillView, 'state'>): boolean {
  return openDrillStates.includes(state);
}

/** Of those that did harm or were found before they could: what did nothing can be neither found nor missed. */
export function drillsHeadline({ items, possible }: DrillsView): string {
  const open = items.find(isGoingOn);
  if (open) return runningHeadline(open);
  const judged = items.filter(
    ({ state, harmAt, result }) => state === 'done' && (result?.detected || (result && harmAt !== null)),
  );
  if (judged.length > 0) {
    const found = judged.filter(({ result }) => result?.detected).length;
    return `${found} of ${countWords(judged.length, 'drill')} ${judged.length === 1 ? 'was' : 'were'} found.`;
  }
  if (!possible) return 'Drills need the demo.';
  return items.length === 0 ? 'No drill has been run yet.' : 'No drill has done harm yet.';
}

function runningHeadline({ kind, result, state }: DrillView): string {
  const what = kindWords[kind].name;
  if (result?.incident) return `${what} drill: an incident opened after ${durationWords(result.incident.afterMs)}.`;
  if (result?.call) return `${what} drill: ${failureWords[result.call.failure].noun} is called.`;
  return state === 'settling' ? `${what} drill: repaired, and not found so far.` : `${what} drill: not found so far.`;
}

export function stateWords({ state, stoppedBy }: Pick<DrillView, 'state' | 'stoppedBy'>): string {
  switch (state) {
    case 'requested':
      return 'is being begun';
    case 'running':
      return stoppedBy === null ? 'the fault acts' : 'is being repaired';
    case 'settling':
      return 'repaired, its traces are still read';
    case 'done':
      return stoppedBy === null ? 'done' : `done, stopped by ${stoppedBy}`;
    case 'refused':
      return 'refused';
    case 'lost':
      return 'ended unseen';
  }
}

/** `14 min ahead`, `3 min after it began`. */
function againstHarm(lead: DurationMs | null): string {
  if (lead === null) return 'no harm came';
  return lead > 0 ? `${durationWords(lead)} ahead of the harm` : `${durationWords(lead)} after the harm began`;
}

export function callWords({ result }: Pick<DrillView, 'result'>): string {
  if (!result?.call) return 'none';
  return againstHarm(result.call.leadMs);
}

export function incidentWords({ result }: Pick<DrillView, 'result'>): string {
  if (!result?.incident) return 'none';
  const { afterMs, afterHarmMs } = result.incident;
  const harm = afterHarmMs === null ? '' : `, ${againstHarm(-afterHarmMs)}`;
  return `after ${durationWords(afterMs)}${harm}`;
}

export function causeWords({ fault, result }: Pick<DrillView, 'fault' | 'result'>): string {
  if (!fault) return 'not known';
  const name = shortName(fault.rootCause);
  if (!result?.incident) return name;
  return result.causeRank === null ? `${name}, not named` : `${name}, named at place ${result.causeRank}`;
}

export function falseAlarmWords({ result }: Pick<DrillView, 'result'>): string {
  const count = result?.falseAlarms.length ?? 0;
  return count === 0 ? 'none' : String(count);
}
