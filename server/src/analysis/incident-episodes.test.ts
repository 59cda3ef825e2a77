import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { type Episodes, membersSince, noteCourse } from './incident-episodes.ts';

const id = 'inc_one' as IncidentId;
const incident = (fields: Partial<Incident>): Incident => ({ id, startedAt: 0, reopened: 0, ...fields }) as Incident;
const member = (onset: number): Anomaly => ({ onset }) as Anomaly;

test('an incident that only grows or ends has one course', () => {
  const episodes = new Map<IncidentId, Episodes>();
  noteCourse(episodes, undefined, incident({}), MINUTE);
  noteCourse(episodes, incident({}), incident({ resolvedAt: 9 * MINUTE }), 9 * MINUTE);
  expect(episodes.size).toBe(0);
  expect(membersSince(incident({}), [member(3)], undefined)).toEqual({ startedAt: 0, members: [member(3)] });
});

test('each time that it opens again, what came before is set apart', () => {
  const episodes = new Map<IncidentId, Episodes>();
  noteCourse(episodes, incident({ resolvedAt: 9 * MINUTE }), incident({ reopened: 1 }), 30 * MINUTE);
  noteCourse(episodes, incident({ resolvedAt: 40 * MINUTE, reopened: 1 }), incident({ reopened: 2 }), 60 * MINUTE);
  expect(episodes.get(id)).toEqual({
    openedAt: 60 * MINUTE,
    earlier: [
      { from: 0, to: 9 * MINUTE },
      { from: 30 * MINUTE, to: 40 * MINUTE },
    ],
  });
  const members = [member(MINUTE), member(31 * MINUTE), member(58 * MINUTE), member(61 * MINUTE)];
  const latest = membersSince(incident({}), members, episodes.get(id));
  expect(latest).toEqual({ startedAt: 58 * MINUTE, members: members.slice(2) });
});
