import type { DigestOpening } from '@foreshock/model/digest-opening.ts';

export interface ShownOpening {
  readonly text: string;
  /** Name of the model. */
  readonly by: string;
}

/** `listed`: ids of what the digest lists. An opening that may speak of anything else is not shown. */
export function shownOpening({ worded }: DigestOpening, listed: ReadonlySet<string>): ShownOpening | undefined {
  if (!worded?.subjects.every((id) => listed.has(id))) return undefined;
  // Models forget the full stop.
  return { text: worded.claims.map(({ text }) => text.replace(/[.\s]*$/, '.')).join(' '), by: worded.by };
}
