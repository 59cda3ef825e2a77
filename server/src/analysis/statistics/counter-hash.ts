/**
 * Chance that a replay repeats: a hash of counters instead of a random stream, so that a draw depends on what it is
 * for and not on how many draws came before.
 */

/** 32-bit FNV-1a of a string, for the first counter. */
export function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** Uniform in [0, 1), equal for equal counters. The mixing is the 32-bit finaliser of MurmurHash3. */
export function counterUniform(...counters: readonly number[]): number {
  let hash = 0x9e3779b9;
  for (const counter of counters) {
    hash = Math.imul(hash ^ (counter >>> 0), 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
    hash = (hash + 0x9e3779b9) >>> 0;
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 4_294_967_296;
}

/** Standard normal draw by Box and Muller, equal for equal counters. */
export function counterNormal(...counters: readonly number[]): number {
  const radius = Math.sqrt(-2 * Math.log(1 - counterUniform(...counters, 1)));
  return radius * Math.cos(2 * Math.PI * counterUniform(...counters, 2));
}
