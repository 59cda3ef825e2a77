import { MINUTE, SECOND, type Timestamp } from '@foreshock/model/time.ts';
import type { RecordedFault } from './recorded-system.ts';

/** An incident as far as a replay is judged by it. */
export interface SeenIncident {
  readonly id: string;
  readonly detectedAt: Timestamp;
  /** When it was told of again after it had been over, in order. */
  readonly reopenedAt: readonly Timestamp[];
  readonly resolvedAt: Timestamp | undefined;
  readonly title: string;
  /** Best first, without what was ruled out; bare names of services. */
  readonly causes: readonly { readonly service: string; readonly score: number }[];
}

export interface Judgement {
  readonly fault: RecordedFault;
  /** The incident that opened first, or again, between 30 s before and 5 min after the injection. */
  readonly incident: SeenIncident | undefined;
  /** From the injection to the detection in milliseconds; below zero where the recorded time is late. */
  readonly delay: number | undefined;
  /** Of the true service among the causes, from 1; `undefined` when it is not among them. */
  readonly rank: number | undefined;
}

const BEFORE_MS = 30 * SECOND;
const AFTER_MS = 5 * MINUTE;

/** `at`: the time of injection as it was replayed. */
export function judgeReplay(fault: RecordedFault, at: Timestamp, incidents: readonly SeenIncident[]): Judgement {
  // One that is open since long before is not about this fault: it counts as noise and hides nothing.
  const told = incidents.flatMap((incident) => {
    const time = [incident.detectedAt, ...incident.reopenedAt].find(
      (one) => one >= at - BEFORE_MS && one <= at + AFTER_MS,
    );
    return time === undefined ? [] : [{ incident, time }];
  });
  const [first] = told.sort((a, b) => a.time - b.time);
  const incident = first?.incident;
  const place = incident ? incident.causes.findIndex(({ service }) => service === fault.service) : -1;
  return {
    fault,
    incident,
    delay: first && first.time - at,
    rank: place < 0 ? undefined : place + 1,
  };
}
