// Figures that a model wrote itself, in a text between slots.
import { NAMES_WITH_DIGITS } from '../checks/words.ts';
import { wordsOf } from './slots.ts';

/** A figure with what stands behind it, as far as that is a unit. */
const FIGURE =
  /(-?\d[\d,]*(?:\.\d+)?)(\s*(?:%|percent|µs|ms|s|min|h|d|[KMGT]i?B|B)(?![\p{L}\d])|\s*x(?![\p{L}\d])|\s*times\b)?/gu;
const SCALE: Readonly<Record<string, readonly [kind: string, factor: number]>> = {
  µs: ['s', 1e-6],
  ms: ['s', 1e-3],
  s: ['s', 1],
  min: ['s', 60],
  h: ['s', 3600],
  d: ['s', 86_400],
  B: ['By', 1],
  KB: ['By', 1e3],
  MB: ['By', 1e6],
  GB: ['By', 1e9],
  TB: ['By', 1e12],
  KiB: ['By', 2 ** 10],
  MiB: ['By', 2 ** 20],
  GiB: ['By', 2 ** 30],
  TiB: ['By', 2 ** 40],
  '%': ['%', 1],
  percent: ['%', 1],
  x: ['times', 1],
  times: ['times', 1],
};

export interface WrittenFigure {
  /** The unit that its value is in: `s`, `By`, `%`, `times`, `1`. */
  readonly kind: string;
  readonly value: number;
  /** Half of the last digit that was written, in the unit of `value`. */
  readonly half: number;
  /** The words before it. */
  readonly before: string;
}

/** In their order. */
export function writtenFigures(text: string): WrittenFigure[] {
  const words = wordsOf(text).replace(NAMES_WITH_DIGITS, ' ');
  return [...words.matchAll(FIGURE)].map(({ 1: digits = '', 2: unit = '', index }) => {
    const number = digits.replaceAll(',', '');
    const [kind, factor] = SCALE[unit.trim()] ?? ['1', 1];
    const decimals = number.split('.')[1]?.length ?? 0;
    return {
      kind,
      value: Number(number) * factor,
      half: 0.5 * 10 ** -decimals * factor,
      before: words.slice(0, index),
    };
  });
}
