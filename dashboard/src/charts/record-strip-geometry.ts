export type RecordOutcome = 'hit' | 'miss' | 'acted' | 'undecidable' | 'pending';

export interface RecordMark {
  readonly x: number;
  readonly y: number;
  readonly outcome: RecordOutcome;
}

const PITCH = 13;
const LINE = 15;

/** One mark per call, oldest first, in as many lines as the width asks for. */
export function layOutRecord(
  outcomes: readonly RecordOutcome[],
  width: number,
): { readonly marks: readonly RecordMark[]; readonly height: number } {
  const perLine = Math.max(1, Math.floor(width / PITCH));
  const marks = outcomes.map((outcome, i) => ({
    outcome,
    x: (i % perLine) * PITCH + 6,
    y: Math.floor(i / perLine) * LINE + 7,
  }));
  return { marks, height: Math.max(1, Math.ceil(outcomes.length / perLine)) * LINE };
}
