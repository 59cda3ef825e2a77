import { formatMeasured } from '@foreshock/model/wording/measure-words.ts';
import { wholePercent } from '@foreshock/model/wording/odds-words.ts';
import { wordsOf } from '../answer/slots.ts';
import type { EvidencePack } from '../pack/evidence-pack.ts';
import type { ClaimCheck } from './check.ts';
import { NAMES_WITH_DIGITS } from './words.ts';

/** The share by which a written figure may be off, beside half of its last digit. */
const TOLERANCE = 0.02;
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

const CLOCK = /\d\s*:\s*\d/;
const REACHED = /\b(?:to|reach(?:ed|es|ing)|at|is|was)\s+$/i;
const LEFT = /\b(?:from|usual(?:ly)?(?:\s+(?:at|of))?|normal(?:ly)?(?:\s+(?:at|of))?|instead of|rather than|than)\s+$/i;

interface Figure {
  readonly kind: string;
  readonly value: number;
  /** Half of the last digit that was written, in the unit of `value`. */
  readonly half: number;
}

interface KnownFigure extends Figure {
  /** Absent for what is worked out of both. */
  readonly of?: 'observed' | 'expected';
}

/** Of servers whose models cannot fill slots: every figure that is written is one that a cited fact gives. */
export const literalFigures: ClaimCheck = {
  id: 'N2',
  fault: ({ claim }, { pack, figures }) => {
    if (figures === 'slots') return undefined; // J3 lets none stand
    if (CLOCK.test(wordsOf(claim.text))) return 'it writes a time of day; use a slot instead';
    const known = claim.evidence.flatMap((id) => figuresOf(id, pack));
    for (const figure of figuresIn(claim.text)) {
      const due = REACHED.test(figure.before) ? 'observed' : LEFT.test(figure.before) ? 'expected' : undefined;
      const isKnown = known.some(
        ({ kind, value, of }) =>
          kind === figure.kind &&
          (due === undefined || of === undefined || of === due) &&
          Math.sign(value) === Math.sign(figure.value) &&
          Math.abs(value - figure.value) <= Math.max(TOLERANCE * Math.abs(value), figure.half),
      );
      if (!isKnown) return 'it writes a figure that no cited fact gives';
    }
    return undefined;
  },
};

function figuresIn(text: string): (Figure & { readonly before: string })[] {
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

/** What a fact gives as it is shown, and ratio, difference and change in percent of its two values. */
function figuresOf(id: string, { facts, forecasts }: EvidencePack): KnownFigure[] {
  const fact = facts.get(id)?.fact;
  const odds = forecasts.get(id)?.prediction.odds;
  if (odds)
    return [
      { kind: '%', value: wholePercent(odds.probability), half: 0 },
      { kind: 's', value: odds.horizon / 1000, half: 0 },
    ];
  if (!fact) return [];
  const { observed, expected, measure, unit } = fact;
  const shown = (value: number | undefined, of?: 'observed' | 'expected'): KnownFigure[] =>
    value === undefined || !Number.isFinite(value)
      ? []
      : figuresIn(formatMeasured(measure, value, unit))
          .slice(0, 1)
          .map((figure) => ({ ...figure, ...(of && { of }) }));
  const given = [...shown(observed, 'observed'), ...shown(expected, 'expected')];
  if (observed === undefined || expected === undefined || observed === expected) return given;
  const ratios: KnownFigure[] =
    expected === 0
      ? []
      : [
          { kind: 'times', value: observed / expected, half: 0 },
          { kind: '%', value: Math.abs(observed / expected - 1) * 100, half: 0 },
        ];
  return [...given, ...shown(Math.abs(observed - expected)), ...ratios];
}
