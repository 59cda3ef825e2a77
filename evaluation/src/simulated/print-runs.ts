import { MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { RunScore } from './score-run.ts';

/** One run in full, times in minutes since the fault began: for `--details`. */
export function printRun(score: RunScore): string {
  const { record } = score;
  const { plan, truth } = record;
  const at = (time: Timestamp | undefined): string =>
    time === undefined ? '-' : String(Math.round((time - truth.precursorStart) / MINUTE));
  const lines = [
    `${plan.family} ${plan.mechanism} seed ${plan.seed} (${truth.variant}): ${truth.failure ?? 'nothing'} of ${truth.entity ?? 'nobody'} at ${at(truth.onset)}, first failed request ${at(truth.firstFailedRequest)}, over ${at(truth.end)}, cause ${truth.rootCause ?? 'none'}`,
    ...record.warnings.map(
      (one) =>
        `  ${mark(one === score.warning, score.falseWarnings.includes(one))} warning ${one.entity} ${one.failure} ${at(one.issuedAt)} to ${at(one.endedAt)}: ${one.firstState}, ${one.display}, ${one.outcome}, at most ${one.highest.toFixed(2)}, causes ${one.causes.slice(0, 3).join(' ') || 'none'}`,
    ),
    ...record.incidents.map(
      (one) =>
        `  ${mark(one === score.incident, score.falseIncidents.includes(one))} incident ${one.severity} ${one.state} from ${at(one.startedAt)}, detected ${at(one.detectedAt)}, resolved ${at(one.resolvedAt)}, ${Math.round(100 * (one.requestShare ?? 0))} % of requests, ${one.title}; causes ${one.causes.slice(0, 3).join(' ') || 'none'}`,
    ),
  ];
  return lines.join('\n');
}

function mark(isRight: boolean, isFalse: boolean): string {
  return isRight ? '+' : isFalse ? '-' : ' ';
}
