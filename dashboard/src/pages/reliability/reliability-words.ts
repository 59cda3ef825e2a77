import type { CalibrationView } from '../../answer-shapes.ts';
import { durationWords } from '../../words/duration-words.ts';
import { failureWords } from '../../words/failure-words.ts';
import { readDuration } from '../../words/iso-words.ts';
import { countWords } from '../../words/name-words.ts';
import { percentRangeWords, percentWords } from '../../words/odds-words.ts';

type Bin = CalibrationView['equalWidth'][number];

/** The sentence of the page: what was said most often, and what became of it. */
export function calibrationHeadline(view: CalibrationView | undefined): string {
  if (!view) return 'How often we were right.';
  const fullest = view.equalWidth.reduce<Bin | undefined>(
    (most, bin) => (most && most.forecasts >= bin.forecasts ? most : bin),
    undefined,
  );
  if (!fullest) return view.calls.pending > 0 ? 'No call has closed yet.' : 'No call has been made yet.';
  const { from, to, hits, forecasts, came } = fullest;
  return `We said ${percentRangeWords(from, to)}. It happened ${hits.toLocaleString('en')} of ${countWords(forecasts, 'time')}: ${percentWords(came)}.`;
}

/** Groups whose interval leaves out what was said, in one sentence. */
export function diagramFinding(bins: readonly Bin[]): string {
  const few = bins.filter(({ said, low, high }) => said < low || said > high);
  if (bins.length === 0) return 'Nothing to compare yet';
  if (few.length === 0) return 'Calls come true about as often as we say';
  const tooLittle = few.filter(({ said, low }) => said < low).length;
  const tooMuch = few.length - tooLittle;
  const which = `in ${few.length} of ${countWords(bins.length, 'group')}`;
  if (tooMuch === 0) return `We say too little: it comes more often than we say ${which}`;
  if (tooLittle === 0) return `We say too much: it comes less often than we say ${which}`;
  return `What we say is off ${which}`;
}

export function skillFinding(brier: NonNullable<CalibrationView['brier']>): string {
  const { skill, baseRate } = brier;
  if (skill === null)
    return baseRate === 1
      ? 'All of them came true, so there is no skill to measure'
      : 'None came true, so there is no skill to measure';
  const by = `${Math.abs(Math.round(100 * skill))} %`;
  const rival = `always saying ${percentWords(baseRate)}`;
  if (Math.abs(skill) < 0.005) return `As good as ${rival}`;
  return skill > 0 ? `Better than ${rival} by ${by}` : `Worse than ${rival} by ${by}`;
}

export function precisionFinding(points: CalibrationView['points']): string {
  const chosen = points.findLast(({ calls, threshold }) => calls >= 10 && threshold > 0) ?? points[0];
  if (!chosen || chosen.calls === 0) return 'No call has closed yet';
  const which = chosen.threshold === 0 ? 'calls' : `calls that said ${percentWords(chosen.threshold)} or more`;
  return `${chosen.hits} of ${chosen.calls} ${which} came true`;
}

export function leadFinding({ lead, onsets }: CalibrationView): string {
  const called = onsets - lead.missed;
  if (called === 0 || lead.medianOfCalled === null) return 'No failure had a call yet';
  return `Half of the ${countWords(called, 'failure')} that were called had ${durationWords(readDuration(lead.medianOfCalled))} or more`;
}

/** Failures by whether anything forecasts their kind: missing what was never tried is another thing. */
export function missedWords(view: CalibrationView): string {
  const tried = view.byFailure.filter(({ forecast }) => forecast);
  const untried = view.byFailure.filter(({ forecast, onsets }) => !forecast && onsets > 0);
  const count = (parts: readonly { onsets: number }[]) => parts.reduce((sum, { onsets }) => sum + onsets, 0);
  const caught = tried.reduce((sum, part) => sum + part.caught, 0);
  const first = `Of ${countWords(count(tried), 'failure')} of the kinds that we forecast ${caught} had a call at least 5 min ahead.`;
  if (untried.length === 0) return first;
  return `${first} ${countWords(count(untried), 'more failure')} were of kinds that nothing forecasts yet: ${untried.map(({ failure }) => failureWords(failure)).join(', ')}.`;
}

/** ISO duration as a person says it. */
export function horizonWords(horizon: string): string {
  return durationWords(readDuration(horizon));
}

/** A lead as a person says it; of a failure without a call it is 0. */
export function leadWords(lead: string): string {
  const length = readDuration(lead);
  return length === 0 ? '0' : durationWords(length);
}

const tierNames: Readonly<Record<string, string>> = {
  exhaustion: 'What fills up',
  recurrence: 'What comes again',
  precursor: 'What came before',
  date: 'What has a date',
  stacked: 'With the evidence weighed in',
  hazard: 'Hazard of features',
  trees: 'Boosted trees',
  stack: 'Stack of all',
};

/** A tier of a newer server is told by its own name. */
export function tierWords(tier: string): string {
  return tierNames[tier] ?? tier;
}
