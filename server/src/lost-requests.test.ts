import type { TenantId } from '@foreshock/model/tenant.ts';
import { expect, test } from 'vitest';
import { createSelfTelemetry } from './base/self-telemetry.ts';
import { lostRequests } from './lost-requests.ts';

test('lost are requests of the project without room and those whose time was over, not those that wait or were discarded', () => {
  const telemetry = createSelfTelemetry();
  const requests = telemetry.counter('foreshock.quarantine.requests', { unit: '1', description: '' });
  requests.add(2, { tenant: 'acme', signal: 'logs', event: 'no-room' });
  requests.add(1, { tenant: 'acme', signal: 'traces', event: 'expired' });
  requests.add(7, { tenant: 'other', signal: 'logs', event: 'no-room' });
  for (const event of ['set-aside', 'stored', 'discarded']) requests.add(5, { tenant: 'acme', signal: 'logs', event });
  expect(lostRequests(telemetry.snapshot(), 'acme' as TenantId)).toEqual([
    { signal: 'logs', reason: 'no-room', requests: 2 },
    { signal: 'traces', reason: 'expired', requests: 1 },
  ]);
});
