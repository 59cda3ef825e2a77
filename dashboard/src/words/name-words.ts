/** `shop/checkout-db` is said as `checkout-db`; the full name stays on hover. */
export function shortName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1) || name;
}

/** `1 span`, `12 spans`. */
export function countWords(count: number, noun: string, plural = `${noun}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? noun : plural}`;
}
