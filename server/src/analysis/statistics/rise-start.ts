/** At most this many places of the bend are tried. */
const TRIED = 120;
/** The bend must explain this share of the variance that a constant leaves. */
const EXPLAINED = 0.6;
/** From this share of the whole rise on a course counts as arrived: a plateau after it says nothing of the start. */
const ARRIVED = 0.98;

/**
 * Where a level course began to rise: the index of the bend in the least-squares fit of a constant followed by a line.
 * `undefined` without a rise that explains most of the course, or with fewer than 6 values.
 */
export function riseStart(values: ArrayLike<number>): number | undefined {
  const n = arrivalOf(values) + 1;
  if (n < 3 || values.length < 6) return undefined;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    sum += values[i]!;
    squares += values[i]! ** 2;
  }
  const total = squares - sum ** 2 / n;
  if (total <= 0) return undefined;
  let best = EXPLAINED * total;
  let start: number | undefined;
  for (let bend = 0; bend < n - 1; bend += Math.max(1, Math.floor(n / TRIED))) {
    const explained = explainedBy(values, n, bend, sum);
    if (explained <= best) continue;
    best = explained;
    start = bend;
  }
  return start;
}

function arrivalOf(values: ArrayLike<number>): number {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i]!);
    most = Math.max(most, values[i]!);
  }
  for (let i = 0; i < values.length; i++) if (values[i]! >= least + ARRIVED * (most - least)) return i;
  return values.length - 1;
}

/** Variance explained by `max(0, index - bend)`; 0 when the course falls with it. */
function explainedBy(values: ArrayLike<number>, n: number, bend: number, sum: number): number {
  const length = n - 1 - bend;
  const sumX = (length * (length + 1)) / 2;
  const squaresX = (length * (length + 1) * (2 * length + 1)) / 6;
  let products = 0;
  for (let i = bend + 1; i < n; i++) products += (i - bend) * values[i]!;
  const covariance = products - (sumX * sum) / n;
  const variance = squaresX - sumX ** 2 / n;
  return covariance <= 0 || variance <= 0 ? 0 : covariance ** 2 / variance;
}
