import type { Result } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { expect, test } from 'vitest';
import { createStillClock } from '../base/clock.ts';
import { createQuotaGate, type QuotaPass } from './quota-gate.ts';

const noisy = 'noisy' as TenantId;
const quiet = 'quiet' as TenantId;
const QUOTA = { bytesPerSecond: 100, recordsPerSecond: 10, requestsInFlight: 2 };

function gateOf() {
  const clock = createStillClock(1_000_000);
  const gate = createQuotaGate(clock, QUOTA);
  const pass = (tenant = noisy): QuotaPass => {
    const opened = gate.open(tenant);
    if (!opened.ok) throw new Error(opened.error.code);
    return opened.value;
  };
  const send = (bytes: number, records: number, tenant = noisy): string => {
    const opened = gate.open(tenant);
    if (!opened.ok) return opened.error.code;
    const refusal = opened.value.reserveBytes(bytes);
    if (refusal === undefined) {
      opened.value.countBytes(bytes);
      opened.value.countRecords(records);
    }
    opened.value.release();
    return refusal?.code ?? 'taken';
  };
  return { clock, gate, pass, send };
}

const codeOf = (result: Result<unknown>): string => (result.ok ? 'open' : result.error.code);

test('records over the rate keep out the next request, before any of it is read, until the debt is paid', () => {
  const { clock, send } = gateOf();
  expect(send(1, 130)).toBe('taken');
  expect(send(1, 1)).toBe('quota-records-exceeded');
  clock.advance(3_000);
  expect(send(1, 1)).toBe('quota-records-exceeded');
  clock.advance(100);
  expect(send(1, 1)).toBe('taken');
});

test('bytes over the rate are refused by their declared length', () => {
  const { clock, send } = gateOf();
  expect([send(900, 1), send(200, 1), send(100, 1)]).toEqual(['taken', 'quota-bytes-exceeded', 'taken']);
  expect(send(1, 1)).toBe('quota-bytes-exceeded');
  clock.advance(1_000);
  expect(send(100, 1)).toBe('taken');
});

test('requests that come together are held back by the records that those before them had for their bytes', () => {
  const { clock, pass, gate, send } = gateOf();
  for (let learnt = 0; learnt < 50; learnt += 1) {
    send(10, 5);
    clock.advance(1_000);
  }
  clock.advance(10_000);
  send(1, 91);
  const first = pass();
  expect(first.reserveBytes(18)).toBeUndefined();
  expect(codeOf(gate.open(noisy)), 'nine are left, and about as many are on their way').toBe('quota-records-exceeded');
  first.countBytes(18);
  first.countRecords(2);
  first.release();
  expect(codeOf(gate.open(noisy)), 'it had fewer').toBe('open');
});

test('one project over its quota takes nothing from another', () => {
  const { send } = gateOf();
  send(1_000, 1_000);
  expect([send(1, 1), send(1_000, 1, quiet)]).toEqual(['quota-records-exceeded', 'taken']);
});

test('bytes that were reserved and not sent are given back, and a body without a length is counted as it was', () => {
  const { pass, send } = gateOf();
  const gone = pass();
  expect(gone.reserveBytes(1_000)).toBeUndefined();
  gone.release();
  gone.release();
  const small = pass();
  expect(small.reserveBytes(600)).toBeUndefined();
  expect(small.reserveBytes(1_000)).toBeUndefined();
  small.countBytes(10);
  small.release();
  expect([send(990, 1), send(1, 1)]).toEqual(['taken', 'quota-bytes-exceeded']);
});

test('so many requests at the same time and no more, each freed once', () => {
  const { gate, pass } = gateOf();
  const [first, second] = [pass(), pass()];
  expect(codeOf(gate.open(noisy))).toBe('quota-requests-exceeded');
  expect(codeOf(gate.open(quiet))).toBe('open');
  first.release();
  first.release();
  pass();
  expect(codeOf(gate.open(noisy))).toBe('quota-requests-exceeded');
  second.release();
  expect(codeOf(gate.open(noisy))).toBe('open');
});

test('a quota of its own counts from its change, and requests on their way still count', () => {
  const { gate, pass, send } = gateOf();
  const held = pass();
  expect(send(1, 1_000)).toBe('taken');
  expect(send(1, 1)).toBe('quota-records-exceeded');
  gate.accept(new Map([[noisy, { recordsPerSecond: 20, requestsInFlight: 1 }]]));
  expect(send(1, 1)).toBe('quota-requests-exceeded');
  held.release();
  expect(send(1, 199)).toBe('taken');
  gate.accept(new Map([[noisy, { recordsPerSecond: 20, requestsInFlight: 1 }]]));
  expect([send(1, 1), send(1, 1)]).toEqual(['taken', 'quota-records-exceeded']);
});

test('a refusal names the project, the quota and what to do', () => {
  const { gate, pass } = gateOf();
  pass();
  pass();
  const refused = gate.open(noisy);
  expect(!refused.ok && refused.error.message).toBe(
    'project noisy is over its quota of 2 requests at the same time; send the request again, or raise the quota',
  );
});
