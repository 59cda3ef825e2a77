import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import type { EntityLane, LaneEvent } from '../../charts/entity-lanes-geometry.ts';

export interface LaneAnomaly {
  readonly id: string;
  readonly entity: string;
  readonly onset: Timestamp;
  readonly end: Timestamp | undefined;
  readonly surprise: number;
  readonly text: string;
}

export interface LaneChange {
  readonly id: string;
  readonly entity: string;
  readonly time: Timestamp;
  readonly text: string;
}

export interface IncidentLanesOptions {
  readonly entities: readonly { readonly name: string; readonly role: 'symptom' | 'cause' | 'path' | 'context' }[];
  readonly anomalies: readonly LaneAnomaly[];
  readonly changes: readonly LaneChange[];
  /** Messages that were sent, told under the first lane. */
  readonly messages: readonly { readonly time: Timestamp; readonly text: string }[];
  readonly startedAt: Timestamp;
  readonly endedAt: Timestamp;
}

const roles = ['symptom', 'path', 'cause', 'context'] as const;
const roleNames = { symptom: 'hurt', path: 'on the way', cause: 'likely cause', context: '' } as const;
/** More lanes are not read; the least involved are left out. */
const MOST = 10;

/** One lane per entity, those that are hurt on top; what was unusual there, its changes, and where harm began. */
export function incidentLanes(options: IncidentLanesOptions): {
  readonly lanes: readonly EntityLane[];
  readonly range: TimeRange;
  readonly leftOut: number;
} {
  const { entities, anomalies, changes, messages, startedAt, endedAt } = options;
  const unique = [...new Map(entities.map((entity) => [entity.name, entity])).values()];
  const ordered = unique.sort((a, b) => roles.indexOf(a.role) - roles.indexOf(b.role));
  const firstOnset = Math.min(startedAt, ...anomalies.map((anomaly) => anomaly.onset));
  // An older change would press all that matters into the last minutes.
  const near = changes.map((change) => change.time).filter((time) => time > firstOnset - 2 * HOUR);
  const from = Math.max(endedAt - 12 * HOUR, Math.min(firstOnset, ...near) - 10 * MINUTE);
  const lanes = ordered.slice(0, MOST).map((entity, i): EntityLane => {
    const unusual = anomalies
      .filter((one) => one.entity === entity.name)
      .map(
        (one): LaneEvent => ({
          id: one.id,
          kind: entity.role === 'symptom' && (one.end ?? endedAt) >= startedAt ? 'harm' : 'unusual',
          from: one.onset,
          to: one.end ?? endedAt,
          surprise: one.surprise,
          text: one.text,
          numbers: [],
        }),
      );
    const changed = changes
      .filter((one) => one.entity === entity.name)
      .map((one): LaneEvent => moment(one.id, 'change', one.time, one.text));
    const told =
      i === 0 ? messages.map((one): LaneEvent => moment(`${one.time} ${one.text}`, 'message', one.time, one.text)) : [];
    return {
      id: entity.name,
      name: entity.name.slice(entity.name.lastIndexOf('/') + 1),
      role: roleNames[entity.role],
      events: [...unusual, ...changed, ...told],
    };
  });
  return { lanes, range: { from, to: endedAt + (endedAt - from) * 0.04 }, leftOut: Math.max(0, ordered.length - MOST) };
}

function moment(id: string, kind: LaneEvent['kind'], time: Timestamp, text: string): LaneEvent {
  return { id, kind, from: time, to: time, surprise: 0, text, numbers: [] };
}
