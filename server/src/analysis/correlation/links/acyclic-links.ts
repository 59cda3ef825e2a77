/** A cause and its effect. */
interface Edge {
  readonly cause: number;
  readonly effect: number;
  readonly gain: number;
}

/** The strongest first, each unless it would close a cycle: of two directions the stronger stays. */
export function withoutCycles<E extends Edge>(links: readonly E[]): E[] {
  const effectsOf = new Map<number, number[]>();
  const kept: E[] = [];
  const ordered = [...links].sort((a, b) => b.gain - a.gain || a.cause - b.cause || a.effect - b.effect);
  for (const link of ordered) {
    if (reaches(effectsOf, link.effect, link.cause)) continue;
    kept.push(link);
    const effects = effectsOf.get(link.cause) ?? [];
    effects.push(link.effect);
    effectsOf.set(link.cause, effects);
  }
  return kept;
}

function reaches(effectsOf: ReadonlyMap<number, readonly number[]>, from: number, to: number): boolean {
  const seen = new Set([from]);
  const waiting = [from];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next === to) return true;
    for (const effect of effectsOf.get(next) ?? []) {
      if (seen.has(effect)) continue;
      seen.add(effect);
      waiting.push(effect);
    }
  }
  return false;
}
