import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { layOutNeatline } from './neatline-geometry.ts';
import { timeScale } from './time-scale.ts';

const from = Date.parse('2026-11-22T02:03:00Z');
const now = from + 71 * MINUTE;
const line = layOutNeatline(timeScale({ from, to: from + 2 * HOUR }, 0, 720), now, 0);

test('segments cover the whole axis without gap or overlap', () => {
  let end = 0;
  for (const segment of line.segments) {
    expect(segment.x).toBeCloseTo(end, 6);
    end = segment.x + segment.width;
  }
  expect(end).toBeCloseTo(720, 6);
});

test('labels stand on round clock times', () => {
  for (const label of line.labels) expect(label.time % line.step).toBe(0);
});

test('the future begins at now and nowhere else', () => {
  const future = line.segments.filter((segment) => segment.future);
  expect(future[0]?.x).toBeCloseTo((720 * 71) / 120, 6);
  expect(line.segments.slice(line.segments.indexOf(future[0]!)).every((segment) => segment.future)).toBe(true);
});

test('segments begin on round local minutes where the offset is not a whole hour', () => {
  const offset = 5 * HOUR + 45 * MINUTE;
  const local = layOutNeatline(timeScale({ from, to: from + 24 * HOUR }, 0, 300), now, offset);
  for (const label of local.labels) expect((label.time + offset) % local.step).toBe(0);
});
