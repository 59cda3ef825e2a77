/** At most so many lines are shown. */
export const MOST_SAMPLES = 10;

/** The lines that are least alike, by the words that they share (Jaccard); equal lines once. The first line begins. */
export function chooseSamples(lines: readonly string[], most = MOST_SAMPLES): string[] {
  const open = [...new Set(lines)].map((line) => ({ line, words: new Set(line.split(' ')), distance: 0 }));
  const chosen: string[] = [];
  while (chosen.length < most && open.length > 0) {
    const next = open.reduce((far, one) => (one.distance > far.distance ? one : far));
    open.splice(open.indexOf(next), 1);
    chosen.push(next.line);
    for (const one of open) one.distance += jaccardDistance(one.words, next.words);
  }
  return chosen;
}

function jaccardDistance(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  const both = [...a].filter((word) => b.has(word)).length;
  return 1 - both / (a.size + b.size - both);
}
