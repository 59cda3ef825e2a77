/** The only source of chance in the simulator: the same seed draws the same numbers on every machine. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
  /** 32 random bits. */
  bits(): number;
  between(low: number, high: number): number;
  /** A whole number in [low, high]. */
  whole(low: number, high: number): number;
  pick<T>(items: readonly T[]): T;
  chance(probability: number): boolean;
  normal(): number;
  exponential(mean: number): number;
  /** `mean` is the mean of the drawn values, `sigma` the deviation of their logarithm. */
  lognormal(mean: number, sigma: number): number;
  poisson(mean: number): number;
  /** An independent stream: what one part draws never shifts what another part draws. */
  fork(name: string): Random;
}

/** xmur3: spreads a text over 32-bit words (public domain, after bryc). */
function hashWords(text: string): () => number {
  let hash = 1779033703 ^ text.length;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ text.charCodeAt(at), 3432918353);
    hash = (hash << 13) | (hash >>> 19);
  }
  return () => {
    hash = Math.imul(hash ^ (hash >>> 16), 2246822507);
    hash = Math.imul(hash ^ (hash >>> 13), 3266489909);
    hash ^= hash >>> 16;
    return hash >>> 0;
  };
}

/** The generator is sfc32 of PractRand: 128 bits of state, period about 2^127. */
export function createRandom(seed: string | number): Random {
  const word = hashWords(String(seed));
  let a = word();
  let b = word();
  let c = word();
  let counter = word();
  let spareNormal: number | undefined;

  function bits(): number {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return sum >>> 0;
  }
  const next = () => bits() / 4294967296;

  function normal(): number {
    if (spareNormal !== undefined) {
      const spare = spareNormal;
      spareNormal = undefined;
      return spare;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    const angle = 2 * Math.PI * next();
    spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  function poisson(mean: number): number {
    if (!(mean > 0)) return 0;
    // Above 50 the normal approximation is off by less than the rounding.
    if (mean > 50) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()));
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = next(); product > limit; product *= next()) count++;
    return count;
  }

  for (let warm = 0; warm < 12; warm++) bits();
  return {
    next,
    bits,
    normal,
    poisson,
    between: (low, high) => low + (high - low) * next(),
    whole: (low, high) => low + Math.floor((high - low + 1) * next()),
    pick: (items) => items[Math.floor(items.length * next())]!,
    chance: (probability) => next() < probability,
    exponential: (mean) => -mean * Math.log(1 - next()),
    lognormal: (mean, sigma) => mean * Math.exp(sigma * normal() - (sigma * sigma) / 2),
    fork: (name) => createRandom(`${seed}/${name}`),
  };
}
