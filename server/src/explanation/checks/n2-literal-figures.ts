import { formatMeasured } from '@foreshock/model/wording/measure-words.ts';
import { wholePercent } from '@foreshock/model/wording/odds-words.ts';
import { wordsOf } from '../answer/slots.ts';
import { type WrittenFigure, writtenFigures } from '../answer/written-figures.ts';
import type { EvidencePack } from '../pack/evidence-pack.ts';
import type { ClaimCheck } from './check.ts';

/** The share by which a written figure may be off, beside half of its last digit. */
const TOLERANCE = 0.02;
const CLOCK = /\d\s*:\s*\d/;
const REACHED = /\b(?:to|reach(?:ed|es|ing))\s+$/i;
const STANDS_AT = /\b(?:at|is|was)\s+$/i;
const LEFT = /\b(?:from|usual(?:ly)?(?:\s+(?:at|of))?|normal(?:ly)?(?:\s+(?:at|of))?|instead of|rather than|than)\s+$/i;

interface KnownFigure extends Omit<WrittenFigure, 'before'> {
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
    for (const figure of writtenFigures(claim.text)) {
      const isReached = REACHED.test(figure.before);
      const isLeft = LEFT.test(figure.before);
      const due = isReached || STANDS_AT.test(figure.before) ? 'observed' : isLeft ? 'expected' : undefined;
      const isKnown = known.some(
        ({ kind, value, of }) =>
          kind === figure.kind &&
          // Nothing goes to or from what is worked out of both.
          (due === of || due === undefined || (of === undefined && !isReached && !isLeft)) &&
          Math.sign(value) === Math.sign(figure.value) &&
          Math.abs(value - figure.value) <= Math.max(TOLERANCE * Math.abs(value), figure.half),
      );
      if (!isKnown) return 'it writes a figure that no cited fact gives';
    }
    return undefined;
  },
};

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
      : writtenFigures(formatMeasured(measure, value, unit))
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
