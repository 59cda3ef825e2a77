// Hot path: typed arrays and loops.

/** One thing that may cause alarms of the effect: its count in the window before each of them. */
export interface Parent {
  /** For each alarm of the effect, per millisecond of the window. */
  readonly rate: Float64Array;
  /** How often it could have caused one: over its whole history the sum of its intensity is its alpha times this. */
  readonly exposure: number;
}

/** Intensity of an effect: a background, and what each parent adds. */
export interface Fit {
  /** Alarms expected of the background over the whole history. */
  readonly background: number;
  /** Of each parent: effects caused per cause. */
  readonly alphas: readonly number[];
  readonly logLikelihood: number;
}

/**
 * Maximum likelihood of an additive point process by expectation maximisation: each alarm is shared out among the
 * background and the parents, and each then expects what it was given (Veen and Schoenberg, JASA 2008).
 *
 * background  intensity of the background at each alarm, for one expected alarm in all
 * start       where to go on from; parents beyond its length begin at `FRESH_ALPHA`
 */
export function fitEffect(
  background: Float64Array,
  parents: readonly Parent[],
  start: { readonly background: number; readonly alphas: readonly number[] },
  iterations: number,
): Fit {
  let mu = start.background;
  const alphas = parents.map((_, index) => start.alphas[index] ?? FRESH_ALPHA);
  const shares = new Float64Array(parents.length);
  for (let iteration = 0; iteration < iterations; iteration++) {
    let ofBackground = 0;
    shares.fill(0);
    for (let alarm = 0; alarm < background.length; alarm++) {
      const own = mu * background[alarm]!;
      let intensity = own;
      for (let p = 0; p < parents.length; p++) intensity += alphas[p]! * parents[p]!.rate[alarm]!;
      ofBackground += own / intensity;
      for (let p = 0; p < parents.length; p++) shares[p]! += (alphas[p]! * parents[p]!.rate[alarm]!) / intensity;
    }
    mu = Math.max(LEAST_BACKGROUND, ofBackground);
    for (let p = 0; p < parents.length; p++) alphas[p] = shares[p]! / parents[p]!.exposure;
  }
  return { background: mu, alphas, logLikelihood: logLikelihood(background, parents, mu, alphas) };
}

/** Of a parent that is tried. */
const FRESH_ALPHA = 0.05;
/** Some alarm is always nobody's: without it an alarm before all others would have no likelihood. */
const LEAST_BACKGROUND = 0.5;

function logLikelihood(
  background: Float64Array,
  parents: readonly Parent[],
  mu: number,
  alphas: readonly number[],
): number {
  let sum = -mu;
  for (let p = 0; p < parents.length; p++) sum -= alphas[p]! * parents[p]!.exposure;
  for (let alarm = 0; alarm < background.length; alarm++) {
    let intensity = mu * background[alarm]!;
    for (let p = 0; p < parents.length; p++) intensity += alphas[p]! * parents[p]!.rate[alarm]!;
    sum += Math.log(intensity);
  }
  return sum;
}
