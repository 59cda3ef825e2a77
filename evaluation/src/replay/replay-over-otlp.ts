// Recorded faults through the OTLP port of a platform, one after the other; what it found is read from its API.
import { type DurationMs, MINUTE, startOfMinute, type Timestamp } from '@foreshock/model/time.ts';
import { faultMinutes, faultSpan } from './fault-timeline.ts';
import { type Judgement, judgeReplay } from './judge-replay.ts';
import type { PlatformClient } from './platform-client.ts';
import { openRecording } from './recorded-minutes.ts';
import type { RecordedFault } from './recorded-system.ts';

/** A minute is analysed when the platform has seen what comes this much later. */
const CLOSED_AFTER_MS = 2 * MINUTE;

export interface PlannedFault {
  readonly fault: RecordedFault;
  /** Added to recorded times. */
  readonly shift: DurationMs;
  /** Kubernetes namespace that its telemetry names. */
  readonly namespace: string;
}

/** Every fault at its recorded time. */
export function keepTimes(faults: readonly RecordedFault[]): PlannedFault[] {
  return faults.map((fault) => ({ fault, shift: 0, namespace: fault.system }));
}

/** One after the other in their order, the last ending with the minute before `now`; each in a namespace of its own. */
export function followOneAnother(
  faults: readonly RecordedFault[],
  all: readonly RecordedFault[],
  now: Timestamp,
): PlannedFault[] {
  const planned: PlannedFault[] = [];
  let end = startOfMinute(now) - MINUTE;
  for (const fault of faults.toReversed()) {
    const span = faultSpan(fault, all);
    planned.unshift({ fault, shift: end - span.to, namespace: `${fault.system}-${fault.number}` });
    end -= span.to - span.from;
  }
  return planned;
}

/** `all`: the faults of the recording, so that the wake of others is left out. */
export async function replayFault(
  { fault, shift, namespace }: PlannedFault,
  all: readonly RecordedFault[],
  platform: PlatformClient,
): Promise<Judgement> {
  const recording = openRecording(fault.day, namespace);
  let last = 0;
  for (const minute of faultMinutes(fault, recording, all, shift)) {
    await platform.send(minute);
    last = minute.minute;
  }
  await platform.analysed(last + MINUTE - CLOSED_AFTER_MS);
  const span = faultSpan(fault, all);
  const incidents = await platform.incidents({ from: span.from + shift, to: span.to + shift });
  return judgeReplay(fault, fault.at + shift, incidents);
}
