/** A link with its strength, the effects per cause. */
interface Weighed {
  readonly cause: number;
  readonly effect: number;
  readonly gain: number;
  readonly own: number;
  readonly near: number;
}

/** In simulated networks up to a third is left over; taking all of it costs links that experts know of. */
const LEFT_OVER = 0.3;

/**
 * Leaves out what stronger links bring about by themselves. Two effects of one cause follow one another too, and so do
 * the ends of a chain; as no window fits the times exactly, a little of that is left over as a link. What is no stronger
 * than a part of the product of the links on a way round, in whatever direction, is taken for that.
 */
export function withoutShadows<L extends Weighed>(links: readonly L[]): L[] {
  const beside = new Map<number, { readonly to: number; readonly strength: number }[]>();
  const kept: L[] = [];
  for (const link of [...links].sort((a, b) => b.gain - a.gain || a.cause - b.cause || a.effect - b.effect)) {
    const { cause, effect } = link;
    const strength = strengthOf(link);
    if (strength <= LEFT_OVER * strongestWay(beside, cause, effect)) continue;
    kept.push(link);
    beside.set(cause, [...(beside.get(cause) ?? []), { to: effect, strength }]);
    beside.set(effect, [...(beside.get(effect) ?? []), { to: cause, strength }]);
  }
  return kept;
}

function strengthOf({ own, near }: Weighed): number {
  return Math.min(1, Math.max(own, near));
}

/** Largest product of strengths over all ways from one type to another, 0 where there is none (Dijkstra). */
function strongestWay(
  beside: ReadonlyMap<number, readonly { readonly to: number; readonly strength: number }[]>,
  from: number,
  to: number,
): number {
  const reached = new Map([[from, 1]]);
  const done = new Set<number>();
  for (;;) {
    let next: number | undefined;
    for (const [type, strength] of reached)
      if (!done.has(type) && (next === undefined || strength > reached.get(next)!)) next = type;
    if (next === undefined) return 0;
    if (next === to) return reached.get(to)!;
    done.add(next);
    for (const { to: type, strength } of beside.get(next) ?? []) {
      const product = reached.get(next)! * strength;
      if (product > (reached.get(type) ?? 0)) reached.set(type, product);
    }
  }
}
