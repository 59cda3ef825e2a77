import { expect, test } from 'vitest';
import { testIncident } from '../store/metadata/test-findings.ts';
import { incidentAsOf } from './incident-as-of.ts';

test('at a time before it ended an incident is open, from its acknowledgement on acknowledged, and has no end', () => {
  const incident = testIncident('inc_1', {
    state: 'resolved',
    startedAt: 1_000,
    resolvedAt: 9_000,
    closure: 'by-hand',
    acknowledgedBy: 'ana',
    acknowledgedAt: 5_000,
  });
  const before = incidentAsOf(incident, 4_999);
  expect(before).toMatchObject({ id: 'inc_1', state: 'open' });
  for (const field of ['resolvedAt', 'closure', 'acknowledgedBy', 'acknowledgedAt'])
    expect(before).not.toHaveProperty(field);
  expect(incidentAsOf(incident, 5_000)).toMatchObject({ state: 'acknowledged', acknowledgedBy: 'ana' });
});
