export interface ChangedLine {
  readonly sign: '-' | '+';
  readonly text: string;
}

/** Lines that are gone, then lines that are new; what stands in both is left out. */
export function changedLines(before: string, after: string): ChangedLine[] {
  const [old, young] = [before.split('\n'), after.split('\n')];
  const without = (lines: readonly string[], others: readonly string[], sign: ChangedLine['sign']): ChangedLine[] =>
    lines.filter((text) => !others.includes(text)).map((text) => ({ sign, text }));
  return [...without(old, young, '-'), ...without(young, old, '+')];
}
