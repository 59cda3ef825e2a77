// Hot path: typed arrays and loops over the few alarms that a parent came before.

/** One thing that may cause alarms of the effect: its count in the window before each of them. */
export interface Parent {
  /** Alarms of the effect that it came shortly before, as places among them. */
  readonly alarms: Int32Array;
  /** For each of these how often, per millisecond of the window. */
  readonly rates: Float64Array;
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
  const intensity = new Float64Array(background.length);
  for (let iteration = 0; iteration < iterations; iteration++) {
    addUp(intensity, background, mu, parents, alphas);
    let ofBackground = 0;
    for (let alarm = 0; alarm < background.length; alarm++) ofBackground += background[alarm]! / intensity[alarm]!;
    mu = Math.max(LEAST_BACKGROUND, mu * ofBackground);
    for (let p = 0; p < parents.length; p++) {
      const { alarms, rates, exposure } = parents[p]!;
      let share = 0;
      for (let k = 0; k < alarms.length; k++) share += rates[k]! / intensity[alarms[k]!]!;
      alphas[p] = (alphas[p]! * share) / exposure;
    }
  }
  addUp(intensity, background, mu, parents, alphas);
  let logLikelihood = -mu;
  for (let p = 0; p < parents.length; p++) logLikelihood -= alphas[p]! * parents[p]!.exposure;
  for (let alarm = 0; alarm < intensity.length; alarm++) logLikelihood += Math.log(intensity[alarm]!);
  return { background: mu, alphas, logLikelihood };
}

/** Of a parent that is tried. */
const FRESH_ALPHA = 0.05;
/** Some alarm is always nobody's: without it an alarm before all others would have no likelihood. */
const LEAST_BACKGROUND = 0.5;

function addUp(
  intensity: Float64Array,
  background: Float64Array,
  mu: number,
  parents: readonly Parent[],
  alphas: readonly number[],
): void {
  for (let alarm = 0; alarm < background.length; alarm++) intensity[alarm] = mu * background[alarm]!;
  for (let p = 0; p < parents.length; p++) {
    const { alarms, rates } = parents[p]!;
    const alpha = alphas[p]!;
    for (let k = 0; k < alarms.length; k++) intensity[alarms[k]!]! += alpha * rates[k]!;
  }
}
