/** Words for a probability. Never "will", never "certain". */

export function percentWords(probability: number): string {
  return `${Math.round(probability * 100)} %`;
}

export function likelihoodWord(probability: number): 'unlikely' | 'possible' | 'likely' | 'very likely' {
  if (probability < 0.2) return 'unlikely';
  if (probability < 0.5) return 'possible';
  if (probability < 0.8) return 'likely';
  return 'very likely';
}

/** As a natural frequency: `about 7 in 10`; below 5 % and above 95 % with a larger whole. */
export function frequencyWords(probability: number): string {
  if (probability < 0.005) return 'fewer than 1 in 200';
  if (probability < 0.05) return `about 1 in ${Math.round(1 / probability / 10) * 10 || 20}`;
  if (probability > 0.95) return probability > 0.985 ? 'about 99 in 100' : 'about 19 in 20';
  return `about ${Math.round(probability * 10) || 1} in 10`;
}

/** `62 to 79 %`. */
export function percentRangeWords(low: number, high: number): string {
  return `${Math.round(low * 100)} to ${Math.round(high * 100)} %`;
}

/** How rare a surprise is: `about once in 10,000 minutes`. `surprise` is -log10 p, 0 to 12. */
export function rarityWords(surprise: number): string {
  if (surprise < 1) return 'not unusual';
  const power = Math.min(12, Math.floor(surprise));
  const names = ['', '10', '100', '1,000', '10,000', '100,000', 'a million', '10 million', '100 million'];
  const count = power > 8 ? 'over 100 million' : names[power];
  return `about once in ${count} minutes`;
}
