import { expect, test } from 'vitest';
import { createPlannedWaits } from './planned-waits.ts';
import { entityId, type FrameBuilder, frameAt } from './scenario.test-support.ts';

/** What is said of `pay` in each minute, and whether a restart before each of them changes it. */
function waitsByMinute(minutes: number, fill: (frame: FrameBuilder, i: number) => void): string[] {
  const pay = entityId('pay');
  let waits = createPlannedWaits();
  return Array.from({ length: minutes }, (_, i) => {
    const frame = frameAt(i);
    fill(frame, i);
    waits = createPlannedWaits(waits.snapshot());
    const now = waits.step(frame.build());
    const said = { asleep: now.isAsleep(pay), starting: now.isStarting(pay), cold: now.isCold(pay) };
    return Object.entries(said)
      .filter(([, holds]) => holds)
      .map(([name]) => name)
      .join(' ');
  });
}

test('N-10: who is scaled to zero sleeps until five minutes after replicas are wanted again', () => {
  const said = waitsByMinute(20, (frame, i) => frame.gauge('pay', 'k8s.deployment.desired', i >= 2 && i < 10 ? 0 : 1));
  expect(said.map((words) => (words.includes('asleep') ? 1 : 0))).toEqual([
    0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0,
  ]);
});

test('a workload whose wanted replicas are not reported any more is awake after ten minutes', () => {
  const said = waitsByMinute(15, (frame, i) => i === 0 && frame.gauge('pay', 'k8s.deployment.desired', 0));
  expect(said.filter((words) => words.includes('asleep'))).toHaveLength(10);
});

test('N-10: an image pull is a wait for fifteen minutes at most', () => {
  const said = waitsByMinute(30, (frame, i) => i === 1 && frame.event('pay', 'Pulling'));
  expect(said.filter((words) => words === 'starting')).toHaveLength(15);
});

test('a pull that failed is no wait, and an image that was there already explains nothing', () => {
  const failed = waitsByMinute(5, (frame, i) => {
    if (i === 1) frame.event('pay', 'Pulling');
    if (i === 2) frame.event('pay', 'ErrImagePull');
  });
  expect(failed).toEqual(['', 'starting', '', '', '']);
  expect(waitsByMinute(3, (frame, i) => i === 1 && frame.event('pay', 'Pulled'))).toEqual(['', '', '']);
});

test('a new version that pulled its image is not excused for being slow', () => {
  const said = (isNewVersion: boolean): string[] =>
    waitsByMinute(10, (frame, i) => {
      if (i === 1) frame.event('pay', 'Pulling');
      if (i === 1 && isNewVersion) frame.change('pay');
      if (i === 3) frame.event('pay', 'Pulled');
    });
  expect(said(false).filter((words) => words.includes('cold'))).toHaveLength(5);
  expect(said(true).filter((words) => words.includes('cold'))).toHaveLength(0);
});

test('N-10: the first five minutes with requests after ten without are cold', () => {
  const said = waitsByMinute(40, (frame, i) => (i < 5 || i >= 20) && frame.served('pay', 'GET /', [10]));
  expect(said.map((words, i) => (words === 'cold' ? i : -1)).filter((i) => i >= 0)).toEqual([20, 21, 22, 23, 24]);
});
