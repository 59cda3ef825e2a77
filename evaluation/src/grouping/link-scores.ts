import { type AlarmHistory, countWindows } from '@foreshock/server/analysis/correlation/links/alarm-history.ts';

/** Harmonic mean of precision and recall of directed links, written `cause>effect`; 0 when none is found. */
export function linkF1(found: readonly string[], truth: ReadonlySet<string>): number {
  const right = found.filter((link) => truth.has(link)).length;
  return found.length + truth.size === 0 ? 0 : (2 * right) / (found.length + truth.size);
}

export function allPairs(typeCount: number): string[] {
  const types = Array.from({ length: typeCount }, (_, type) => type);
  return types.flatMap((cause) => types.filter((effect) => effect !== cause).map((effect) => `${cause}>${effect}`));
}

/** The simple rule: the pairs of which the one is most often seen shortly before the other. */
export function mostFrequentPairs(
  history: AlarmHistory,
  windowMs: number,
  count: number,
  where: 'own' | 'own and near',
): string[] {
  const counts = countWindows(history, windowMs);
  const seen = new Map(allPairs(history.typeCount).map((pair) => [pair, 0]));
  for (const [alarm, effect] of history.types.entries()) {
    for (let cause = 0; cause < history.typeCount; cause++) {
      if (cause === effect) continue;
      const before = counts.own[cause]![alarm]! + (where === 'own' ? 0 : counts.near[cause]![alarm]!);
      seen.set(`${cause}>${effect}`, seen.get(`${cause}>${effect}`)! + before);
    }
  }
  return [...seen]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .slice(0, count)
    .map(([pair]) => pair);
}
