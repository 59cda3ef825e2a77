import type { Timestamp } from '@foreshock/model/time.ts';
import { HOUR } from '@foreshock/model/time.ts';
import type { TimelineMark } from '../../charts/timeline-mark.ts';
import type { IncidentLine } from '../../components/incident-rows.tsx';
import { endWords, isOpen, isUnseen } from '../../components/incident-rows.tsx';
import type { PredictionLine } from '../../components/prediction-rows.tsx';
import { incidentPath, predictionPath } from '../../paths.ts';
import { oddsText } from '../../shown-odds.ts';
import { shortName } from '../../words/name-words.ts';
import { clockWords } from '../../words/time-words.ts';

export interface DayMarksOptions {
  readonly changes: readonly {
    readonly id: string;
    readonly time: Timestamp;
    readonly entity: string;
    readonly text: string;
  }[];
  readonly incidents: readonly IncidentLine[];
  readonly coming: readonly PredictionLine[];
  readonly closed: readonly PredictionLine[];
  readonly now: Timestamp;
  readonly hours: number;
}

/** The log cannot hold more and still be read; the newest stay. */
const MOST = 18;

/** What stands in the margin of the day, oldest first: harm, calls and their outcome, what is to come, then changes. */
export function dayMarks({ changes, incidents, coming, closed, now, hours }: DayMarksOptions): readonly TimelineMark[] {
  const since = now - hours * HOUR;
  const harm = incidents
    .filter((line) => line.startedAt >= since)
    .map(
      (line): TimelineMark => ({
        id: line.id,
        time: line.startedAt,
        kind: isOpen(line) ? 'incident-open' : 'incident-over',
        text: `${line.title}, ${endOf(line)}`,
        to: incidentPath(line.id),
      }),
    );
  const calls = closed
    .filter((line) => line.issuedAt >= since && (line.outcome === 'hit' || line.outcome === 'miss'))
    .map(
      (line): TimelineMark => ({
        id: line.id,
        time: line.issuedAt,
        kind: line.outcome === 'hit' ? 'hit' : 'miss',
        text: `${shortName(line.entity)} ${line.happens}, called ${oddsText(line.odds)}: ${line.outcome === 'hit' ? 'came true' : 'we were wrong'}`,
        to: predictionPath(line.id),
      }),
    );
  const ahead = coming.flatMap((line): TimelineMark[] =>
    line.actBy !== undefined && line.actBy > now
      ? [
          {
            id: `${line.id} act`,
            time: line.actBy,
            kind: 'act-by',
            text: `act by, ${shortName(line.entity)} ${line.happens} (${oddsText(line.odds)})`,
            to: predictionPath(line.id),
          },
        ]
      : [],
  );
  const important = [...harm, ...calls, ...ahead];
  const room = Math.max(0, MOST - important.length);
  const changed = changes
    .filter((change) => change.time >= since)
    .sort((a, b) => b.time - a.time)
    .slice(0, room)
    .map(
      (change): TimelineMark => ({
        id: change.id,
        time: change.time,
        kind: 'change',
        text: `${shortName(change.entity)} ${change.text}`,
        to: undefined,
      }),
    );
  return [...important, ...changed].sort((a, b) => a.time - b.time);
}

function endOf(line: IncidentLine): string {
  if (line.resolvedAt === undefined) return line.state;
  return `${isUnseen(line) ? endWords(line) : 'over'} ${clockWords(line.resolvedAt)}`;
}

/**
 * The finding above the drum, from what is known of harm. A day of which little was judged is not called calm.
 *
 * judged   share of the day's minutes that were analysed with data, 0 to 1
 */
export function dayFinding(incidents: readonly IncidentLine[], now: Timestamp, judged: number): string {
  const day = incidents.filter((line) => now - line.startedAt < 24 * HOUR).sort((a, b) => a.startedAt - b.startedAt);
  const open = incidents.filter(isOpen);
  const over = day.filter((line) => !isOpen(line));
  const where = (line: IncidentLine) => `${shortName(line.harmed[0] ?? line.title)}, ${clockWords(line.startedAt)}`;
  const past =
    over.length === 0 ? undefined : over.length === 1 ? `Harm at ${where(over[0]!)}` : `Harm ${over.length} times`;
  const present =
    open.length === 0
      ? undefined
      : open.length === 1
        ? `harm since ${where(open[0]!)}`
        : `${open.length} incidents open`;
  const said = [past, present].filter((part) => part !== undefined).join('; ');
  if (said === '' && judged < 0.9) {
    return judged === 0
      ? 'Nothing of this day has been judged yet'
      : `No harm in the ${Math.max(1, Math.round(judged * 24))} of 24 h that were judged`;
  }
  return said === '' ? 'A day without harm' : said.charAt(0).toUpperCase() + said.slice(1);
}
