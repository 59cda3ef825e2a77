import { MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { layOutTimeSeries } from './time-series-geometry.ts';

const series = [
  {
    id: 'a',
    name: 'a',
    values: [10, undefined, 30],
    unusual: [{ range: { from: MINUTE, to: 2 * MINUTE }, surprise: 8 }],
  },
  { id: 'b', name: 'b', values: [29, 30, 30], unusual: [] },
];
const chart = layOutTimeSeries(series, 0, 3 * MINUTE, MINUTE, 800);

test('a gap in the data is a gap in the line', () => {
  expect(chart.lines[0]!.path.match(/M/g)).toHaveLength(2);
});

test('names of lines that end together stand apart', () => {
  expect(Math.abs(chart.lines[0]!.labelY - chart.lines[1]!.labelY)).toBeGreaterThanOrEqual(15);
});

test('a line far from zero leaves zero out, one near to it does not', () => {
  expect(
    layOutTimeSeries([{ id: 'a', name: '', values: [96, 97], unusual: [] }], 0, MINUTE, MINUTE, 800).ticks[0]!.value,
  ).toBeGreaterThan(90);
  expect(chart.ticks[0]!.value).toBe(0);
});

test('the ribbon covers the unusual minutes', () => {
  expect(chart.lines[0]!.ribbon[0]).toEqual({
    x: chart.time.x(MINUTE),
    width: chart.time.x(2 * MINUTE) - chart.time.x(MINUTE),
    opacity: 1,
  });
});
