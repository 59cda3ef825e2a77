import { expect, test } from 'vitest';
import { counterUniform } from '../statistics/counter-hash.ts';
import { createAnalogs, findAnalogs } from './analogs.ts';
import { HORIZON_MINUTES } from './horizons.ts';
import { addPoint, createRunUpTable, followPoints, POINT_EVERY_MINUTES, refreshSpread, SCALE } from './run-up-table.ts';

const OWNER = 0;
const flat = { change15: 0, change60: 0, change240: 0 };

function walk(minutes: number): { table: ReturnType<typeof createRunUpTable>; values: number[] } {
  const table = createRunUpTable();
  const values: number[] = [];
  let value = 0.5;
  for (let minute = 0; minute < minutes; minute += 1) {
    value = Math.min(0.95, Math.max(0.05, value + 0.04 * (counterUniform(11, minute) - 0.5)));
    values.push(value);
    followPoints(table, OWNER, minute, value);
    addPoint(table, OWNER, minute, { level: value, ...flat });
  }
  return { table, values };
}

test('a point knows the highest and the last value of each horizon, as a plain look ahead gives them', () => {
  const { table, values } = walk(900);
  for (let row = 0; row < table.count; row += 1) {
    const minute = table.minute[row]!;
    for (const [bin, horizon] of HORIZON_MINUTES.entries()) {
      if (minute + horizon >= values.length) continue;
      const ahead = values.slice(minute + 1, minute + horizon + 1);
      const at = row * HORIZON_MINUTES.length + bin;
      expect(table.matured[row]).toBeGreaterThan(bin);
      expect(table.runUp[at]! / SCALE).toBeCloseTo(Math.max(0, Math.max(...ahead) - values[minute]!), 3);
      expect(table.later[at]! / SCALE).toBeCloseTo(ahead.at(-1)! - values[minute]!, 3);
    }
  }
});

test('siblings take turns, so that the table reaches back as far as with one', () => {
  const table = createRunUpTable();
  table.siblings = 3;
  let points = 0;
  for (let minute = 0; minute < 210; minute += 1) {
    for (const owner of [0, 7, 14]) if (addPoint(table, owner, minute, { level: 0.5, ...flat })) points += 1;
  }
  expect(points).toBe(210 / POINT_EVERY_MINUTES);
});

test('like states are counted with what they rose, and a state like none before finds none', () => {
  const { table } = walk(2_000);
  refreshSpread(table, 2_000);
  const analogs = createAnalogs();
  findAnalogs(table, { owner: OWNER, ownOnly: true, state: { level: 0.5, ...flat }, need: 0.05 }, analogs);
  let total = 0;
  let reached = 0;
  const reach = Math.min(0.12, 1.6 * table.spread[0]!);
  for (let row = 0; row < table.count; row += 1) {
    const distance = Math.abs(table.level[row]! / SCALE - 0.5) / reach;
    if (distance >= 1 || table.matured[row]! < 4) continue;
    total += 1 - distance ** 2;
    if (table.runUp[row * HORIZON_MINUTES.length + 3]! >= 500) reached += 1 - distance ** 2;
  }
  expect(analogs.total[3]).toBeCloseTo(total, 3);
  expect(analogs.reached[3]).toBeCloseTo(reached, 3);
  expect(reached).toBeGreaterThan(0);
  findAnalogs(
    table,
    { owner: OWNER, ownOnly: true, state: { level: 0.5, change15: 0.3, change60: 0.6, change240: 0.6 }, need: 0.05 },
    analogs,
  );
  expect(Math.max(...analogs.total)).toBe(0);
});
