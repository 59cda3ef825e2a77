import { expect, test } from 'vitest';
import { counterNormal } from '../../statistics/counter-hash.ts';
import { createPeerGroup, forgetLevels, learnQuietMinute, renewSpreads, stepPeers } from './peer-deviation.ts';

const nodes = ['a', 'b', 'c', 'd', 'e'];
const MEASURE = 'system.cpu.utilization';

/** Noise of 2 points around `base`, and `extra` for single nodes. */
function readings(minute: number, base = 0.3, extra: Readonly<Record<string, number>> = {}) {
  const byNode = new Map(
    nodes.map((node, i) => [node, base + 0.02 * counterNormal(minute, i) + (extra[node] ?? 0)] as const),
  );
  return new Map([[MEASURE, byNode]]);
}

function taught() {
  const group = createPeerGroup();
  for (let minute = 0; minute < 400; minute += 1) {
    stepPeers(group, readings(minute));
    learnQuietMinute(group);
  }
  renewSpreads(group);
  return group;
}

test('in quiet hours no node has bits', () => {
  const group = taught();
  let most = 0;
  for (let minute = 400; minute < 500; minute += 1) {
    for (const { bits } of stepPeers(group, readings(minute)).values()) most = Math.max(most, bits);
  }
  expect(most).toBeLessThan(1);
});

test('a node that leaves its peers towards harm gets bits, and its measure leads', () => {
  const group = taught();
  let seen = stepPeers(group, readings(400, 0.3, { c: 0.4 }));
  for (let minute = 401; minute < 405; minute += 1) seen = stepPeers(group, readings(minute, 0.3, { c: 0.4 }));
  expect(seen.get('c')!.bits).toBeGreaterThan(2);
  expect(seen.get('c')!.leading[0]!.measure).toBe(MEASURE);
  expect(seen.get('a')!.bits).toBeLessThan(1);
});

test('what all peers do together, and what gets better, is no harm', () => {
  const group = taught();
  let seen = stepPeers(group, readings(400, 0.9));
  for (let minute = 401; minute < 405; minute += 1) seen = stepPeers(group, readings(minute, 0.9));
  for (const { bits } of seen.values()) expect(bits).toBeLessThan(1);
  const idle = taught();
  for (let minute = 400; minute < 405; minute += 1) seen = stepPeers(idle, readings(minute, 0.5, { c: -0.4 }));
  expect(seen.get('c')!.bits).toBe(0);
});

test('a reading that failed neither alarms nor clears for three minutes', () => {
  const group = taught();
  for (let minute = 400; minute < 404; minute += 1) stepPeers(group, readings(minute, 0.3, { c: 0.4 }));
  const without = readings(404, 0.3);
  without.get(MEASURE)!.set('c', Number.NaN);
  expect(stepPeers(group, without).get('c')!.bits).toBeGreaterThan(2);
});

test('after a gap levels begin anew, and what is usual stays', () => {
  const group = taught();
  forgetLevels(group);
  expect(stepPeers(group, readings(500)).size).toBe(0);
  for (let minute = 501; minute < 512; minute += 1) stepPeers(group, readings(minute));
  for (const { bits } of stepPeers(group, readings(512)).values()) expect(bits).toBeLessThan(1);
});
