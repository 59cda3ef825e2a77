import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import type { DrumOptions } from './drum-geometry.ts';
import { layOutDrum, strokeLength } from './drum-geometry.ts';

const now = Date.parse('2026-11-22T03:14:00Z');
const from = now - 24 * HOUR;
const count = 24 * 60;
const options: DrumOptions = {
  width: 1176,
  now,
  pastHours: 24,
  futureHours: 4,
  minutes: {
    from,
    up: Array.from({ length: count }, () => 1),
    down: Array.from({ length: count }, () => 0),
    silent: Array.from({ length: count }, (_, i) => i >= 100 && i < 230),
  },
  harm: [{ id: 'inc_1', range: { from: now - 12 * MINUTE, to: now }, open: true }],
  coming: [
    {
      id: 'prd_1',
      issued: now,
      slices: Array.from({ length: 60 }, (_, i) => ({ from: i * MINUTE, to: (i + 1) * MINUTE, probability: 0.0118 })),
      span: { from: now, to: now + HOUR },
    },
  ],
  marks: [{ id: 'a', time: now - 40 * MINUTE, kind: 'change', text: 'cart v42', to: undefined }],
  offset: 0,
};
const drum = layOutDrum(options);

test('one line an hour, with hours to come taller than hours past', () => {
  expect(drum.rows).toHaveLength(28);
  expect(drum.rows[23]?.start).toBe(Date.parse('2026-11-22T03:00:00Z'));
  expect(drum.rows[27]!.height).toBeGreaterThan(drum.rows[0]!.height);
});

test('minutes of open harm are strokes of their own, and silence is hatched instead of drawn', () => {
  expect(drum.strokes.open.match(/M/g)).toHaveLength(12);
  // 24 h from 03:14 on, without the first 14 rows' minutes before 04:00, silence and harm.
  expect(drum.strokes.quiet.match(/M/g)!.length).toBe(count - 46 - 130 - 12);
  expect(drum.silent.reduce((sum, part) => sum + part.width, 0)).toBeCloseTo((130 / 60) * (drum.right - drum.left), 3);
});

test('odds that cross the hour go on in the next line', () => {
  const rows = new Set(drum.ink.map((part) => part.y));
  expect(rows.size).toBe(2);
  expect(drum.ink.every((part) => part.x + part.width <= drum.right + 1e-6)).toBe(true);
});

test('a storm does not reach over more than the neighbouring line', () => {
  expect(strokeLength(1e6, 9)).toBe(13.5);
  expect(strokeLength(0, 9)).toBeLessThan(1);
});
