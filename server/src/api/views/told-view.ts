import { formatTime, type Timestamp } from '@foreshock/model/time.ts';

interface Word {
  readonly by: string;
  readonly at: Timestamp;
}

/** Words of people for the one who asks. */
export function viewWords<One extends Word>(
  words: readonly One[],
  asker: string,
): (Omit<One, 'at'> & { at: string; mine: boolean })[] {
  return words.map((word) => ({ ...word, at: formatTime(word.at), mine: word.by === asker }));
}
