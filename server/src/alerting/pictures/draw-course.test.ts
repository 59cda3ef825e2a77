import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { drawCourse, PICTURE_HEIGHT, PICTURE_WIDTH } from './draw-course.ts';
import { renderPng } from './render-png.ts';

const THREE = Date.UTC(2026, 10, 23, 3);
const odds = {
  range: { from: THREE, to: THREE + 30 * MINUTE },
  points: [
    { at: THREE, value: 0.5 },
    { at: THREE + 10 * MINUTE, value: 0.75 },
  ],
  holdsUntil: THREE + 15 * MINUTE,
  isShare: true,
  mark: THREE + 20 * MINUTE,
};

test('odds are drawn as steps that hold until now and no longer, with the time to act by as a dashed line', async () => {
  await expect(drawCourse(odds)).toMatchFileSnapshot('./draw-course.odds.svg.txt');
});

test('a measure is drawn against its usual, with a gap where nothing was known', () => {
  const svg = drawCourse({
    range: { from: THREE, to: THREE + HOUR },
    points: [300, 310, undefined, 2_100].map((value, index) => ({ at: THREE + index * 20 * MINUTE, value })),
    isShare: false,
    usual: 300,
  });
  // The axis reaches the next round number, 2,500: a value of 2,100 stands at 84 % of its height.
  expect(svg).toContain('M52 130.2L212 129.6M532 35.1');
  expect(svg).toContain('M52 130.2H532');
});

test('the picture is twice as fine as its size and needs no font', async () => {
  const png = Buffer.from(await renderPng(drawCourse(odds)));
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([2 * PICTURE_WIDTH, 2 * PICTURE_HEIGHT]);
  expect(drawCourse(odds)).not.toContain('<text');
});
