/**
 * Hot path, `benchmarks/detect-series.ts`: state of all series in typed arrays, one recurrence per point, nothing
 * allocated. Four residuals of a series, each over its own slow quantile; the root of their summed squares ranks, the
 * tail of the most surprising one gives the probability. A second, separate score watches how much the series moves.
 */
import { EXCEEDED, excessSurprise } from '../../statistics/tail.ts';

export interface ResidualOptions {
  /** Of the series: 60,000 ms in production. */
  readonly stepMs: number;
}

/** What one step found. One object per pool, overwritten by the next step. */
export interface ResidualScore {
  /** -log10 p, 0 to 12; capped by how much of the series was seen. */
  surprise: number;
  /** Severity for ordering; comparable between series; no probability. */
  rank: number;
  direction: 'up' | 'down';
  /** Baseline of the most surprising residual, in the space of the values. */
  expected: number;
  /** The level was moved to where the series has stayed for two days. */
  levelShift: boolean;
  /** Of the mean absolute step against its usual size. */
  variabilitySurprise: number;
  variabilityDirection: 'up' | 'down';
  variabilityObserved: number;
  variabilityExpected: number;
}

export interface ResidualPool {
  /** A series without history; slots count from 0. */
  add(): number;
  /** A series that starts with the baseline of another, trusted half as much. */
  addLike(slot: number): number;
  /** Takes in the next value and leaves the outcome in `score`. `floor`: the least residual that means anything. */
  step(slot: number, value: number, time: number, floor: number): void;
  readonly score: ResidualScore;
  /** Points seen. */
  seen(slot: number): number;
  release(slot: number): void;
  snapshot(): ResidualSnapshot;
}

/** Plain arrays, `stride` fields a slot. */
export interface ResidualSnapshot {
  readonly used: number;
  readonly free: readonly number[];
  readonly fields: Float64Array;
  readonly profile: Float32Array;
  readonly visits: Uint8Array;
}

/** Slots of a day: 15 minutes each. */
const SLOTS = 96;
const DAY_MS = 86_400_000;
const FEATURES = 4;
/** Fields of a slot; features take four numbers each. */
const SEASONAL_LEVEL = 0;
const SLOW_LEVEL = 1;
const SMOOTH_SEASONAL = 2;
const SMOOTH_SLOW = 3;
const SMOOTH_SCORE = 4;
const SIZE = 5;
const SEEN = 6;
const RUN = 7;
const RECENT = 8;
const RECENT_COUNT = 5;
const FEATURE = RECENT + RECENT_COUNT;
const LIMIT = 0;
const TAIL_MEAN = 1;
const TAIL_VARIANCE = 2;
const PEAKS = 3;
const MOVE_FAST = FEATURE + FEATURES * 4;
const MOVE_SLOW = MOVE_FAST + 1;
const VARIABILITY = MOVE_SLOW + 1;
const STRIDE = VARIABILITY + 4;

const START_MEAN = 0.3;
const MAX_PEAKS = 100;
const LIMIT_RATE = 1e-4;
const SLOW_RATE = 2e-5;
const SEASONAL_RATE = 5e-5;
const SLOW_TAIL_CAP = 60;
/** Two days at one minute: what stays this long is the new normal. */
const SHIFT_POINTS = 2_880;
/** Fewer points say nothing; fewer than 750 no more than p = 0.001; fewer than 10,000 no more than p = 1e-6. */
const FIRST_POINTS = 120;
const SETTLED_POINTS = 750;
const PROVISIONAL_SURPRISE = 3;
const MATURE_POINTS = 10_000;
const SETTLED_SURPRISE = 6;
const MAX_SURPRISE = 12;
/** A variability that doubled or halved is the least worth a finding. */
const VARIABILITY_FLOOR = 0.2;
const BASE = -Math.log10(EXCEEDED);

export function createResidualPool(options: ResidualOptions, snapshot?: ResidualSnapshot): ResidualPool {
  const perSlot = Math.max(1, Math.round(DAY_MS / SLOTS / options.stepMs));
  const freePoints = Math.min(Math.round(DAY_MS / options.stepMs), 200);
  let used = snapshot?.used ?? 0;
  const free: number[] = [...(snapshot?.free ?? [])];
  let capacity = Math.max(64, used);
  let fields = new Float64Array(capacity * STRIDE);
  let profile = new Float32Array(capacity * SLOTS);
  let visits = new Uint8Array(capacity * SLOTS);
  if (snapshot) {
    fields.set(snapshot.fields);
    profile.set(snapshot.profile);
    visits.set(snapshot.visits);
  }
  const score: ResidualScore = {
    surprise: 0,
    rank: 0,
    direction: 'up',
    expected: 0,
    levelShift: false,
    variabilitySurprise: 0,
    variabilityDirection: 'up',
    variabilityObserved: 0,
    variabilityExpected: 0,
  };
  const residual = new Float64Array(FEATURES);
  const signed = new Float64Array(FEATURES);
  const baseline = new Float64Array(FEATURES);
  /** What `judge` leaves beside the surprise it returns: the rank part, by an exponential tail. */
  let judgedRank = 0;

  function add(): number {
    const slot = free.pop() ?? used++;
    if (slot >= capacity) grow();
    fields.fill(0, slot * STRIDE, (slot + 1) * STRIDE);
    profile.fill(0, slot * SLOTS, (slot + 1) * SLOTS);
    visits.fill(0, slot * SLOTS, (slot + 1) * SLOTS);
    for (let f = 0; f <= FEATURES; f++) {
      const at = slot * STRIDE + (f < FEATURES ? FEATURE + f * 4 : VARIABILITY);
      fields[at + TAIL_MEAN] = START_MEAN;
      fields[at + TAIL_VARIANCE] = START_MEAN * START_MEAN;
    }
    return slot;
  }

  function addLike(from: number): number {
    const slot = add();
    fields.copyWithin(slot * STRIDE, from * STRIDE, (from + 1) * STRIDE);
    profile.copyWithin(slot * SLOTS, from * SLOTS, (from + 1) * SLOTS);
    visits.copyWithin(slot * SLOTS, from * SLOTS, (from + 1) * SLOTS);
    const at = slot * STRIDE;
    fields[at + RUN] = 0;
    for (let f = 0; f <= FEATURES; f++) {
      const peaks = at + (f < FEATURES ? FEATURE + f * 4 : VARIABILITY) + PEAKS;
      fields[peaks] = Math.floor(fields[peaks]! / 2);
    }
    return slot;
  }

  function grow(): void {
    capacity *= 2;
    const oldFields = fields;
    const oldProfile = profile;
    const oldVisits = visits;
    fields = new Float64Array(capacity * STRIDE);
    profile = new Float32Array(capacity * SLOTS);
    visits = new Uint8Array(capacity * SLOTS);
    fields.set(oldFields);
    profile.set(oldProfile);
    visits.set(oldVisits);
  }

  function step(slot: number, x: number, time: number, kindFloor: number): void {
    const s = fields;
    const at = slot * STRIDE;
    const dayTime = ((time % DAY_MS) + DAY_MS) % DAY_MS;
    const cell = slot * SLOTS + Math.floor((dayTime / DAY_MS) * SLOTS);
    const i = s[at + SEEN]!;
    if (i === 0) {
      s[at + SEASONAL_LEVEL] = x;
      s[at + SLOW_LEVEL] = x;
    }
    const seasonal = s[at + SEASONAL_LEVEL]! + profile[cell]!;
    const slow = s[at + SLOW_LEVEL]!;
    const recentCount = Math.min(i, RECENT_COUNT);
    let recentSum = 0;
    for (let k = 0; k < recentCount; k++) recentSum += s[at + RECENT + k]!;
    const recent = recentCount > 0 ? recentSum / recentCount : x;
    const previous = i > 0 ? s[at + RECENT + ((i - 1) % RECENT_COUNT)]! : x;

    const seasonalResidual = x - seasonal;
    const slowResidual = x - slow;
    const previousSmooth = s[at + SMOOTH_SEASONAL]!;
    // Signed, so that noise cancels out before the size is taken.
    const smoothSeasonal = previousSmooth + 0.5 * (seasonalResidual - previousSmooth);
    const smoothSlow = s[at + SMOOTH_SLOW]! + 0.5 * (slowResidual - s[at + SMOOTH_SLOW]!);
    s[at + SMOOTH_SEASONAL] = smoothSeasonal;
    s[at + SMOOTH_SLOW] = smoothSlow;
    signed[0] = smoothSeasonal;
    signed[1] = smoothSlow;
    signed[2] = x - recent;
    signed[3] = x - previous;
    baseline[0] = seasonal;
    baseline[1] = slow;
    baseline[2] = recent;
    baseline[3] = previous;

    s[at + SIZE]! += Math.max(1e-4, 1 / (i + 1)) * (Math.abs(x) - s[at + SIZE]!);
    const floor = Math.max(1e-3 * s[at + SIZE]! + 1e-12, kindFloor);
    const eta = Math.max(LIMIT_RATE, Math.min(0.5, 1 / (0.05 * (i + 20))));

    let sumOfSquares = 0;
    let most = -1;
    let mostFeature = 0;
    for (let f = 0; f < FEATURES; f++) {
      residual[f] = Math.abs(signed[f]!);
      const surprise = judge(at + FEATURE + f * 4, residual[f]!, floor, eta, i);
      sumOfSquares += judgedRank * judgedRank;
      if (surprise > most) {
        most = surprise;
        mostFeature = f;
      }
    }
    const size = Math.sqrt(sumOfSquares);
    s[at + SMOOTH_SCORE]! += 0.15 * (size - s[at + SMOOTH_SCORE]!);
    score.rank = (size + s[at + SMOOTH_SCORE]!) / 2;
    score.surprise = trusted(most - Math.log10(FEATURES), i);
    score.direction = signed[mostFeature]! >= 0 ? 'up' : 'down';
    score.expected = baseline[mostFeature]!;

    learn(at, cell, seasonalResidual, slowResidual, floor);
    score.levelShift = rebase(at, previousSmooth, floor);
    stepVariability(at, Math.abs(signed[3]!), floor, eta, i);
    s[at + RECENT + (i % RECENT_COUNT)] = x;
    s[at + SEEN] = i + 1;
  }

  /** Surprise of a residual over its limit, which then takes a bounded step: no anomaly, however large, moves it far. */
  function judge(at: number, r: number, floor: number, eta: number, i: number, learnsTail = true): number {
    const s = fields;
    if (i < 10) s[at + LIMIT] = Math.max(s[at + LIMIT]!, r);
    const limit = s[at + LIMIT]!;
    const u = r / Math.max(limit, floor);
    let surprise: number;
    if (u > 1) {
      const mean = s[at + TAIL_MEAN]!;
      const excess = u - 1;
      judgedRank = BASE + excess / mean / Math.LN10;
      surprise = excessSurprise(excess, mean, s[at + TAIL_VARIANCE]!);
      if (learnsTail) teach(at, judgedRank > 4 ? Math.min(excess, 3 * mean) : excess);
      judgedRank = Math.min(judgedRank, SLOW_TAIL_CAP);
    } else {
      judgedRank = -Math.log10(1 - (1 - EXCEEDED) * u);
      surprise = judgedRank;
    }
    s[at + LIMIT] = Math.max(limit, floor / 1000) * Math.exp(Math.min(0.7, eta * ((r > limit ? 1 : 0) - EXCEEDED)));
    return surprise;
  }

  /** An incident teaches the tail little: the caller limits what is far out. */
  function teach(at: number, excess: number): void {
    const s = fields;
    s[at + PEAKS]! += 1;
    const rate = 1 / Math.min(s[at + PEAKS]! + 3, MAX_PEAKS);
    const difference = excess - s[at + TAIL_MEAN]!;
    s[at + TAIL_MEAN]! += rate * difference;
    s[at + TAIL_VARIANCE] = (1 - rate) * (s[at + TAIL_VARIANCE]! + rate * difference * difference);
  }

  function learn(at: number, cell: number, seasonalResidual: number, slowResidual: number, floor: number): void {
    const s = fields;
    const i = s[at + SEEN]!;
    let slow = slowResidual;
    let seasonal = seasonalResidual;
    if (i >= freePoints) {
      const slowLimit = 0.75 * Math.max(s[at + FEATURE + 4 + LIMIT]!, floor);
      const seasonalLimit = 0.75 * Math.max(s[at + FEATURE + LIMIT]!, floor);
      slow = Math.max(-slowLimit, Math.min(slowLimit, slow));
      seasonal = Math.max(-seasonalLimit, Math.min(seasonalLimit, seasonal));
    }
    s[at + SLOW_LEVEL]! += Math.max(SLOW_RATE, 1 / (i + 1)) * slow;
    s[at + SEASONAL_LEVEL]! += Math.max(SEASONAL_RATE, 1 / (i + 1)) * seasonal;
    const count = visits[cell]!;
    profile[cell]! += (count < 4 * perSlot ? 0.5 / (count + 1.5) : 0.08 / perSlot) * seasonal;
    if (count < 255) visits[cell] = count + 1;
  }

  /** After two days on one side of the baseline the baseline moves there. */
  function rebase(at: number, previousSmooth: number, floor: number): boolean {
    const s = fields;
    const smooth = s[at + SMOOTH_SEASONAL]!;
    const isOut = Math.abs(smooth) > Math.max(s[at + FEATURE + LIMIT]!, floor);
    s[at + RUN] = smooth * previousSmooth > 0 && isOut ? s[at + RUN]! + 1 : 0;
    if (s[at + RUN]! < SHIFT_POINTS) return false;
    s[at + SEASONAL_LEVEL]! += s[at + SMOOTH_SEASONAL]!;
    s[at + SLOW_LEVEL]! += s[at + SMOOTH_SLOW]!;
    s[at + SMOOTH_SEASONAL] = 0;
    s[at + SMOOTH_SLOW] = 0;
    s[at + RUN] = 0;
    for (const f of [0, 1]) {
      const mean = at + FEATURE + f * 4 + TAIL_MEAN;
      s[mean] = Math.min(s[mean]!, START_MEAN);
    }
    return true;
  }

  /**
   * Fast against slow mean of the absolute step: a sensor that froze, or a value that began to jump. The ratio drifts off
   * slowly and would teach its own tail on the way, so only the limit is learnt here.
   */
  function stepVariability(at: number, move: number, floor: number, eta: number, i: number): void {
    const s = fields;
    const slow = s[at + MOVE_SLOW]!;
    const clipped = i < 20 ? move : Math.min(move, 6 * Math.max(slow, floor));
    s[at + MOVE_FAST]! += Math.max(0.02, 1 / (i + 1)) * (clipped - s[at + MOVE_FAST]!);
    s[at + MOVE_SLOW]! += Math.max(0.005, 1 / (i + 1)) * (clipped - slow);
    const fast = s[at + MOVE_FAST]!;
    const usual = s[at + MOVE_SLOW]!;
    const least = 1e-3 * floor;
    const ratio = Math.log((fast + least + 0.01 * usual) / (usual + least));
    const surprise = judge(at + VARIABILITY, Math.abs(ratio), VARIABILITY_FLOOR, eta, i, false);
    score.variabilitySurprise = trusted(surprise, i);
    score.variabilityDirection = ratio >= 0 ? 'up' : 'down';
    score.variabilityObserved = fast;
    score.variabilityExpected = usual;
  }

  return {
    add,
    addLike,
    step,
    score,
    seen: (slot) => fields[slot * STRIDE + SEEN]!,
    release: (slot) => {
      free.push(slot);
    },
    snapshot: () => ({
      used,
      free: [...free],
      fields: fields.slice(0, used * STRIDE),
      profile: profile.slice(0, used * SLOTS),
      visits: visits.slice(0, used * SLOTS),
    }),
  };
}

function trusted(surprise: number, seen: number): number {
  if (seen < FIRST_POINTS) return 0;
  const most = seen < SETTLED_POINTS ? PROVISIONAL_SURPRISE : seen < MATURE_POINTS ? SETTLED_SURPRISE : MAX_SURPRISE;
  return Math.max(0, Math.min(most, surprise));
}
