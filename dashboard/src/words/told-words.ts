import type { PredictionView } from '../answer-shapes.ts';

export const toldWords: Readonly<Record<PredictionView['told'][number]['says'], string>> = {
  acted: 'We acted on it',
  hit: 'It came true',
  miss: 'It did not come',
};

/** What the words of people do to the score, in one sentence. */
export function standingWords(
  outcome: PredictionView['outcome'],
  told: readonly PredictionView['told'][number]['says'][],
): string {
  if (told.includes('acted'))
    return 'Acted upon before it came, it is left out of the score from the next minute on, and counted apart.';
  if (told.length === 0)
    return 'It is scored by what telemetry shows. Said that you acted, it is left out of the score.';
  if (outcome === 'undecidable') return 'Telemetry could not say, so the most votes count in the score.';
  return 'Telemetry decided it, and that outranks what people say.';
}
