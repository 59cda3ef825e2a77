/** How rare a surprise is, in words: surprise 6 a minute is "about once in 1,000,000 minutes". */
export function rarityOf(surprise: number): string {
  if (surprise < 1) return 'not rare';
  const minutes = 10 ** Math.min(surprise, 12);
  if (minutes >= 1e9) return 'less than once in a billion minutes';
  if (minutes >= 1e6) return `about once in ${Math.round(minutes / 1e6).toLocaleString('en-US')} million minutes`;
  const rounded = Number(minutes.toPrecision(1));
  return `about once in ${rounded.toLocaleString('en-US')} minutes`;
}
