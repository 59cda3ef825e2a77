/** Two-sided 95 %. */
const Z = 1.959964;

/**
 * Lower bound of the 95 % interval for a share from `hits` of `trials`, in [0, 1]; 0 without trials.
 *
 * Wilson, JASA 22, 1927.
 */
export function wilsonLow(hits: number, trials: number): number {
  if (trials <= 0) return 0;
  const share = hits / trials;
  const middle = share + Z ** 2 / (2 * trials);
  const half = Z * Math.sqrt((share * (1 - share)) / trials + Z ** 2 / (4 * trials ** 2));
  return Math.max(0, (middle - half) / (1 + Z ** 2 / trials));
}
