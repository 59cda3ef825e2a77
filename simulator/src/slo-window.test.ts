import { expect, test } from 'vitest';
import { addToWindow, burnsFast, createSloWindow } from './slo-window.ts';

function windowAfter(minutes: readonly (readonly [count: number, badShare: number])[]) {
  const window = createSloWindow(10);
  for (const [count, badShare] of minutes) {
    for (let step = 0; step < count * 6; step++) addToWindow(window, 100, 100 * badShare);
  }
  return window;
}

test('a burn counts when it shows over the hour and still goes on', () => {
  const cases: readonly [string, readonly (readonly [number, number])[], boolean][] = [
    ['an hour at 2 %', [[60, 0.02]], true],
    ['an hour at 1 %', [[60, 0.01]], false],
    [
      'two minutes at 100 %',
      [
        [58, 0],
        [2, 1],
      ],
      true,
    ],
    [
      'half a minute at 30 %',
      [
        [60, 0],
        [0.5, 0.3],
      ],
      false,
    ],
    [
      'over for six minutes',
      [
        [50, 0.05],
        [6, 0],
      ],
      false,
    ],
    [
      'an hour ago',
      [
        [10, 1],
        [70, 0],
      ],
      false,
    ],
  ];
  for (const [name, minutes, burns] of cases) expect(burnsFast(windowAfter(minutes), 0.999), name).toBe(burns);
});

test('a handful of requests proves nothing', () => {
  const window = createSloWindow(10);
  for (let step = 0; step < 360; step++) addToWindow(window, 0.1, 0.1);
  expect(burnsFast(window, 0.999)).toBe(false);
});
