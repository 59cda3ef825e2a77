import { success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import type { StreamPosition } from '../telemetry-stream.ts';
import { createRecentRequests } from './recent-requests.ts';

const identity = { tenant: 'acme' as TenantId, signal: 'logs' as const, digest: new Uint8Array(32) };
const published = Promise.resolve(success('1' as StreamPosition));

test('a request is known for 15 minutes of elapsed time, whatever the wall clock shows', () => {
  let elapsed = 0;
  const recent = createRecentRequests(() => elapsed);
  recent.add(identity, published);
  elapsed = 14 * MINUTE;
  expect(recent.find(identity)).toBe(published);
  expect(recent.find({ ...identity, signal: 'traces' })).toBeUndefined();
  elapsed = 16 * MINUTE;
  expect(recent.find(identity)).toBeUndefined();
});
