import type { Anomaly, AnomalyId } from '@foreshock/model/anomaly.ts';
import type { IncidentId } from '@foreshock/model/incident.ts';
import { MINUTE, startOfMinute } from '@foreshock/model/time.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import { createCorrelation } from '@foreshock/server/analysis/correlation/correlate-anomalies.ts';
import { emptyFrame } from '@foreshock/server/analysis/minute-frame.ts';

/** Alerts of the recorded system carry milliseconds. */
const STAMPS_MS = 1;

/**
 * The incident that each anomaly is in at the end, by the product's own grouping with its defaults, minute by minute.
 *
 * anomalies  ascending by onset; each may start an incident, and is over a minute after it was seen
 * returns    in the order of `anomalies`
 */
export function groupOnline(anomalies: readonly Anomaly[], topology: Topology): IncidentId[] {
  const correlation = createCorrelation({ detectorPeriodMs: STAMPS_MS });
  const incidentOf = new Map<AnomalyId, IncidentId>();
  const minutes = Map.groupBy(anomalies, ({ onset }) => startOfMinute(onset));
  const last = startOfMinute(anomalies.at(-1)!.onset);
  let ended: readonly Anomaly[] = [];
  for (let minute = startOfMinute(anomalies[0]!.onset); minute <= last; minute += MINUTE) {
    const starters = minutes.get(minute) ?? [];
    const step = correlation.step({
      frame: emptyFrame(minute, topology),
      anomalies: [...ended, ...starters],
      starters,
      accusations: new Set(),
      predictions: [],
      dataTrust: 1,
      closedByHand: new Set(),
      usualP95Ms: () => undefined,
    });
    for (const { id, state } of step.incidents) {
      if (state === 'merged') continue;
      for (const member of step.membersOf.get(id) ?? []) incidentOf.set(member.id, id);
    }
    ended = starters.map((starter) => ({ ...starter, lastSeen: minute, end: minute + MINUTE }));
  }
  return anomalies.map(({ id }) => incidentOf.get(id)!);
}
