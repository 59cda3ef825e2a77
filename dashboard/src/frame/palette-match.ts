export interface PaletteEntry {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly to: string;
}

/** At most this many are listed: more is not read. */
const MOST = 12;

/** Entries that hold every word typed; those whose name begins with the text come first, else in the order given. */
export function matchEntries(entries: readonly PaletteEntry[], text: string): readonly PaletteEntry[] {
  const typed = text.trim().toLowerCase();
  const words = typed.split(/\s+/).filter(Boolean);
  const found = entries.filter((entry) => {
    const whole = `${entry.kind} ${entry.name}`.toLowerCase();
    return words.every((word) => whole.includes(word));
  });
  const begins = (entry: PaletteEntry) => (typed !== '' && entry.name.toLowerCase().startsWith(typed) ? 0 : 1);
  return found.sort((a, b) => begins(a) - begins(b)).slice(0, MOST);
}
