import type { TenantId } from '@foreshock/model/tenant.ts';
import { expect, test } from 'vitest';
import type { Caller } from './caller.ts';
import { createRequestLimits } from './request-limits.ts';

const key = (credential: string): Caller => ({ name: 'ci', role: 'viewer', tenant: 'a' as TenantId, credential });

function limitsAt(perMinute: number) {
  let now = 1_000_000;
  const limits = createRequestLimits(perMinute, { now: () => now });
  return { limits, pass: (ms: number) => (now += ms) };
}

test('a key may ask so often at once, is refused then with the time to wait, and is let in after it', () => {
  const { limits, pass } = limitsAt(60);
  for (let asked = 1; asked <= 60; asked += 1) {
    expect(limits.take(key('one'))).toEqual({
      room: { perMinute: 60, left: 60 - asked, fullInSeconds: asked },
      refused: undefined,
    });
  }
  const refused = limits.take(key('one'))?.refused;
  expect(refused && !refused.ok && refused.error).toMatchObject({ code: 'requests-too-many', retryAfterMs: 1_000 });
  pass(999);
  expect(limits.take(key('one'))?.refused).toBeDefined();
  pass(1);
  expect(limits.take(key('one'))?.refused).toBeUndefined();
});

test('one key does not use up the room of another, and a browser has none to use up', () => {
  const { limits } = limitsAt(1);
  expect(limits.take(key('one'))?.refused).toBeUndefined();
  expect(limits.take(key('one'))?.refused).toBeDefined();
  expect(limits.take(key('two'))?.refused).toBeUndefined();
  expect(limits.take({ ...key('x'), session: 's' })).toBeUndefined();
});
