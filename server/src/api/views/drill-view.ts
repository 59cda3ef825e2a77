import type { getDrill } from '@foreshock/contract/operations/drills.ts';
import { DRILL_OVERTIME_MS, type Drill, isDetected } from '@foreshock/model/drill.ts';
import { formatDuration, formatTime } from '@foreshock/model/time.ts';
import type { z } from 'zod';
import { timeOrNull } from './time-or-null.ts';

type DrillView = z.output<(typeof getDrill)['output']>;

export function viewDrill(drill: Drill): DrillView {
  const { fault, course, startedAt, requestedAt } = drill;
  return {
    id: drill.id,
    kind: drill.kind,
    namespace: drill.namespace,
    target: drill.target ?? null,
    state: drill.state,
    reason: drill.reason ?? null,
    requestedAt: formatTime(requestedAt),
    requestedBy: drill.requestedBy,
    stoppedBy: drill.stoppedBy ?? null,
    course: formatDuration(course),
    endsBy: formatTime((startedAt ?? requestedAt) + course + DRILL_OVERTIME_MS),
    startedAt: timeOrNull(startedAt),
    harmAt: timeOrNull(drill.onset),
    endedAt: timeOrNull(drill.endedAt),
    fault: fault ? { variant: fault.variant, failure: fault.failure, rootCause: fault.rootCause } : null,
    result: viewResult(drill),
  };
}

function viewResult({ result }: Drill): DrillView['result'] {
  if (!result) return null;
  const { firstCall, incident } = result;
  return {
    until: formatTime(result.until),
    detected: isDetected(result),
    firstAnomalyAt: timeOrNull(result.firstAnomalyAt),
    call: firstCall
      ? {
          id: firstCall.prediction,
          failure: firstCall.failure,
          issuedAt: formatTime(firstCall.issuedAt),
          leadMs: firstCall.lead ?? null,
        }
      : null,
    incident: incident
      ? {
          id: incident.id,
          detectedAt: formatTime(incident.detectedAt),
          afterMs: incident.after,
          afterHarmMs: incident.afterHarm ?? null,
        }
      : null,
    causeRank: result.causeRank ?? null,
    hypotheses: result.hypotheses,
    falseAlarms: [...result.falseAlarms],
  };
}
