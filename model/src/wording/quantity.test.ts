import { expect, test } from 'vitest';
import { formatNumber, formatQuantity } from './quantity.ts';

test('quantities as people read them', () => {
  const cases: [number | undefined, string, string][] = [
    [undefined, 'By', 'no data'],
    [Number.NaN, '1', 'no data'],
    [Infinity, 's', 'no data'],
    [0, 'By', '0 B'],
    [1536, 'By', '1.5 KiB'],
    [1024 ** 3, 'By', '1 GiB'],
    [-2048, 'By', '-2 KiB'],
    [0.25, 's', '250 ms'],
    [0, 's', '0 ms'],
    [0.0000021, 's', '2.1 µs'],
    [90, 's', '90 s'],
    [1_800_000, 'ms', '30 min'],
    [9 * 3_600_000, 'ms', '9 h'],
    [7 * 86_400, 's', '7 d'],
    [0.713, 'share', '71.3 %'],
    [1, '{connection}', '1 connection'],
    [14, '{connection}', '14 connections'],
    [2, '{requests}', '2 requests'],
    [12, '1/s', '12 a second'],
    [0.5, '1/min', '0.5 a minute'],
    [7, '', '7'],
    [21.5, 'Cel', '21.5 Cel'],
  ];
  for (const [value, unit, text] of cases) expect(formatQuantity(value, unit), `${value} ${unit}`).toBe(text);
});

test('no more digits than carry meaning', () => {
  const cases: [number, string][] = [
    [1234567.8, '1,234,568'],
    [999.6, '1,000'],
    [123.456, '123'],
    [12.345, '12.3'],
    [1.25, '1.3'],
    [0.012345, '0.012'],
    [0, '0'],
    [-3, '-3'],
  ];
  for (const [value, text] of cases) expect(formatNumber(value), text).toBe(text);
});
