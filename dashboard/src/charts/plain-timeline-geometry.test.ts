import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { layOutPlainTimeline } from './plain-timeline-geometry.ts';

const now = Date.parse('2026-11-22T03:00:00Z');
const up = Array.from({ length: 24 * 60 }, (_, i) => (i === 720 ? 16 : 0));
const timeline = layOutPlainTimeline({
  width: 816,
  range: { from: now - 24 * HOUR, to: now + 4 * HOUR },
  now,
  minutes: { from: now - 24 * HOUR, up, down: up.map(() => 0), silent: up.map(() => false) },
  harm: [{ id: 'inc', range: { from: now - HOUR, to: now }, open: true }],
  coming: [
    { id: 'a', issued: now, slices: [{ from: 0, to: HOUR, probability: 0.5 }], span: { from: now, to: now + HOUR } },
    { id: 'b', issued: now, slices: [], span: { from: now + HOUR, to: now + 2 * HOUR } },
  ],
  marks: [{ id: 'm', time: now - 30 * HOUR, kind: 'change', text: 'too old', to: undefined }],
});

test('one loud minute in a quiet day is not averaged away', () => {
  const loud = timeline.bars.filter((bar) => bar.surprise === 16);
  expect(loud.length).toBeGreaterThanOrEqual(1);
  expect(loud[0]?.height).toBe(timeline.bottom - timeline.top);
});

test('bars stay in the past, and ink and spans in the future', () => {
  const nowX = timeline.time.x(now);
  expect(timeline.bars.every((bar) => bar.x <= nowX)).toBe(true);
  expect([...timeline.ink, ...timeline.spans].every((part) => part.x >= nowX)).toBe(true);
});

test('marks outside the range are left out, open harm is told apart', () => {
  expect(timeline.marks).toEqual([]);
  expect(timeline.bars.filter((bar) => bar.kind === 'open').length).toBeGreaterThan(3);
  expect(timeline.bars.at(-1)?.at).toBeGreaterThan(now - 20 * MINUTE);
});
