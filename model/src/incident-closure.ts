/**
 * How an incident came to be over. Only `all-clear` means that what was hurt was seen to be well again: `unheard` closed
 * because nothing came any more to see it by, `gave-way` made room for others, `by-hand` is a person's word.
 */
export const incidentClosures = ['all-clear', 'unheard', 'gave-way', 'by-hand'] as const;
export type IncidentClosure = (typeof incidentClosures)[number];

/** `resolved` says that all is well: it is only said where that was seen, or where somebody said so. */
export const closureWords: Readonly<Record<IncidentClosure, string>> = {
  'all-clear': 'resolved',
  unheard: 'closed without an all-clear',
  'gave-way': 'closed without an all-clear, to make room',
  'by-hand': 'resolved by hand',
};

/** A whole sentence for a story; `undefined` where the state says it all. */
export function closureSentence(closure: IncidentClosure): string | undefined {
  switch (closure) {
    case 'unheard':
      return 'It was closed without an all-clear: nothing came any more from what was hurt, so nobody can say that it is well again.';
    case 'gave-way':
      return 'It was closed without an all-clear: too many incidents were open at once, and this one was not known to hurt users.';
    case 'all-clear':
    case 'by-hand':
      return undefined;
  }
}
