/** Likelihood in words. Never "will", never "certain". */

export function likelihoodWord(probability: number): 'unlikely' | 'possible' | 'likely' | 'very likely' {
  if (probability < 0.2) return 'unlikely';
  if (probability < 0.5) return 'possible';
  return probability < 0.8 ? 'likely' : 'very likely';
}

/** `about 7 in 10`; small odds as `about 1 in 20`. */
export function naturalFrequency(probability: number): string {
  if (probability >= 0.095) return `about ${Math.min(9, Math.max(1, Math.round(probability * 10)))} in 10`;
  if (probability <= 0) return 'less than 1 in 1,000';
  const one = Math.round(1 / probability);
  return one > 1000 ? 'less than 1 in 1,000' : `about 1 in ${one}`;
}

/** Whole percent, never 0 or 100: what is shown is never certain. */
export function wholePercent(probability: number): number {
  return Math.min(99, Math.max(1, Math.round(probability * 100)));
}
