import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import { expect, test } from 'vitest';
import { type IncidentMarks, withMarks } from './incident-marks.ts';

const base = { id: 'inc_a', state: 'open', reopened: 0, updatedAt: 50 } as Incident; // the other fields play no part

const ack = { by: 'ada', at: 10, reopened: 0 };

test('what people see follows from what analysis knows and what people said', () => {
  const check = (incident: Partial<Incident>, marks: IncidentMarks, seen: Partial<Incident>) =>
    expect(withMarks({ ...base, ...incident }, marks)).toMatchObject(seen);

  check({}, {}, { state: 'open' });
  check({}, { acknowledged: ack }, { state: 'acknowledged', acknowledgedBy: 'ada', acknowledgedAt: 10 });
  check({ state: 'resolved', resolvedAt: 20 }, { acknowledged: ack }, { state: 'resolved', acknowledgedBy: 'ada' });
  check({}, { resolved: ack }, { state: 'resolved', resolvedAt: 10 });
  check({ state: 'resolved', resolvedAt: 7 }, { resolved: ack }, { state: 'resolved', resolvedAt: 7 });
  check(
    {},
    { ended: { state: 'dismissed', by: 'ada', at: 10, reason: 'test' } },
    { state: 'dismissed', dismissedReason: 'test' },
  );
  const into = 'inc_b' as IncidentId;
  check(
    { state: 'resolved' },
    { ended: { state: 'merged', by: 'ada', at: 10, into } },
    { state: 'merged', mergedInto: into },
  );
});

test('an incident that comes back is open again, whoever had seen to it before', () => {
  const back = { ...base, reopened: 1 };
  expect(withMarks(back, { acknowledged: ack, resolved: ack })).toEqual(back);
});
