import { expect, test } from 'vitest';
import { createSelfTelemetry } from './base/self-telemetry.ts';
import { refusedCounts } from './refused-counts.ts';

test('refusals are counted by project and reason, and those of strangers under no project', () => {
  const telemetry = createSelfTelemetry();
  const options = { unit: '1', description: '' };
  const requests = telemetry.counter('foreshock.gateway.requests', options);
  requests.add(3, { signal: 'logs', tenant: 'acme', outcome: 'quota-bytes-exceeded' });
  requests.add(2, { signal: 'traces', tenant: 'acme', outcome: 'quota-bytes-exceeded' });
  requests.add(5, { signal: 'logs', tenant: 'other', outcome: 'quota-bytes-exceeded' });
  requests.add(9, { signal: 'logs', tenant: 'acme', outcome: 'accepted' });
  requests.add(1, { signal: 'logs', outcome: 'credential-unknown' });
  const records = telemetry.counter('foreshock.gateway.records', options);
  records.add(4, { signal: 'logs', tenant: 'acme', outcome: 'refused' });
  records.add(0, { signal: 'logs', tenant: 'other', outcome: 'refused' });
  expect(refusedCounts(telemetry.snapshot())).toEqual([
    { tenant: 'acme', reason: 'request quota-bytes-exceeded', count: 5 },
    { tenant: 'other', reason: 'request quota-bytes-exceeded', count: 5 },
    { reason: 'request credential-unknown', count: 1 },
    { tenant: 'acme', reason: 'invalid logs records', count: 4 },
  ]);
});
