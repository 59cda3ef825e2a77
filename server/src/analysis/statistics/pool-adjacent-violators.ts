/** The closest non-decreasing row of values in least squares, equal weights (Ayer and others, 1955). */
export function poolAdjacentViolators(values: readonly number[]): number[] {
  // Fast path: nearly every row rises already.
  if (values.every((value, index) => index === 0 || value >= values[index - 1]!)) return [...values];
  const blocks: { mean: number; size: number }[] = [];
  for (const value of values) {
    let block = { mean: value, size: 1 };
    for (let last = blocks.at(-1); last && last.mean > block.mean; last = blocks.at(-1)) {
      blocks.pop();
      const size = last.size + block.size;
      block = { mean: (last.mean * last.size + block.mean * block.size) / size, size };
    }
    blocks.push(block);
  }
  return blocks.flatMap((block) => new Array<number>(block.size).fill(block.mean));
}
