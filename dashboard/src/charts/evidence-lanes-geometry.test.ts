import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import type { EvidenceLane } from './evidence-lanes-geometry.ts';
import { layOutEvidenceLanes } from './evidence-lanes-geometry.ts';

const from = Date.parse('2026-11-22T02:00:00Z');
const lane: EvidenceLane = {
  id: 'a',
  group: 'logs',
  name: 'timeouts',
  note: 'a minute',
  number: 2,
  course: { from, step: MINUTE, values: [0, 2, undefined, 8] },
  marks: [
    { time: from + 10 * MINUTE, text: 'cart v42 rolled out' },
    { time: from + 12 * MINUTE, text: 'web v7 rolled out' },
  ],
  ribbon: [{ range: { from: from + 3 * MINUTE, to: from + 4 * MINUTE }, surprise: 9 }],
  latest: '8',
};
const chart = layOutEvidenceLanes([lane], { from, to: from + HOUR }, 1000);

test('logs are bars from zero, and minutes without lines have none', () => {
  const bars = chart.lanes[0]!.bars;
  expect(bars).toHaveLength(2);
  expect(bars[1]!.height).toBeCloseTo(bars[0]!.height * 4, 6);
});

test('a mark too near to the one before keeps its shape and loses its label', () => {
  expect(chart.lanes[0]!.marks.map((mark) => mark.labelled)).toEqual([true, false]);
});

test('the ribbon is darkest where the surprise is greatest', () => {
  expect(chart.lanes[0]!.ribbon[0]!.opacity).toBe(1);
});
