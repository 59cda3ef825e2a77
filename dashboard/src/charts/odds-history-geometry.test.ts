import { expect, test } from 'vitest';
import { layOutOddsHistory } from './odds-history-geometry.ts';

test('a revision holds until the next one', () => {
  const history = layOutOddsHistory(
    [
      { at: 0, probability: 0.54, band: 'high' },
      { at: 60_000, probability: 0.71, band: 'high' },
    ],
    120_000,
    0.5,
    300,
  );
  const [first, second] = history.points;
  expect(history.path).toBe(`M${first!.x} ${first!.y}H${second!.x}V${second!.y}H${history.time.right}`);
  expect(second!.y).toBeLessThan(first!.y);
  expect(history.thresholdY).toBeGreaterThan(first!.y);
});

test('a revision that only earned a band takes the scale away', () => {
  const history = layOutOddsHistory([{ at: 0, probability: undefined, band: 'raised' }], 60_000, 0.5, 300);
  expect(history.ticks.map((tick) => tick.text)).toEqual(['low', 'raised', 'high']);
  expect(history.thresholdY).toBeUndefined();
});
