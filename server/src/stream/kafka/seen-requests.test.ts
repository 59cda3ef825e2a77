import type { TenantId } from '@foreshock/model/tenant.ts';
import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { sha256 } from '../../base/crypto/digest.ts';
import { requestOf } from '../telemetry-stream.contract.ts';
import type { ReceivedRequest } from '../telemetry-stream.ts';
import { createSeenRequests } from './seen-requests.ts';

const START = 1_750_000_000_000;

function recordOf(text: string, minutes: number, change: Partial<ReceivedRequest> = {}) {
  const request = requestOf(text, { receivedAt: START + minutes * MINUTE, ...change });
  return { request, digest: sha256(request.body) };
}

test('the same bytes of the same tenant and signal within the window are a repetition', () => {
  const seen = createSeenRequests(15 * MINUTE);
  expect(seen.isRepetition(recordOf('one', 0))).toBe(false);
  expect(seen.isRepetition(recordOf('one', 1))).toBe(true);
  expect(seen.isRepetition(recordOf('two', 1))).toBe(false);
  expect(seen.isRepetition(recordOf('one', 1, { signal: 'metrics' }))).toBe(false);
  expect(seen.isRepetition(recordOf('one', 1, { tenant: 'other' as TenantId }))).toBe(false);
  expect(seen.isRepetition(recordOf('one', 14))).toBe(true);
});

test('after the window the same bytes are another request', () => {
  const seen = createSeenRequests(15 * MINUTE);
  expect(seen.isRepetition(recordOf('one', 0))).toBe(false);
  expect(seen.isRepetition(recordOf('one', 15))).toBe(false);
  expect(seen.isRepetition(recordOf('one', 16))).toBe(true);
});

test('a repetition that comes late but was received early is found', () => {
  const seen = createSeenRequests(15 * MINUTE);
  expect(seen.isRepetition(recordOf('spilled', 0))).toBe(false);
  expect(seen.isRepetition(recordOf('later', 10))).toBe(false);
  expect(seen.isRepetition(recordOf('spilled', 0))).toBe(true);
});
