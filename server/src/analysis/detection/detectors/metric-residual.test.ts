import fc from 'fast-check';
import { expect, test } from 'vitest';
import { minute, normal, poisson, seededRandom } from '../scenario.test-support.ts';
import { createResidualPool } from './metric-residual.ts';

interface Found {
  readonly surprise: number;
  readonly rank: number;
  readonly direction: string;
  readonly expected: number;
}

function detect(values: readonly number[], floor = 0): Found[] {
  const pool = createResidualPool({ stepMs: 60_000 });
  const slot = pool.add();
  return values.map((value, i) => {
    pool.step(slot, value, minute(i), floor);
    const { surprise, rank, direction, expected } = pool.score;
    return { surprise, rank, direction, expected };
  });
}

function series(length: number, value: (i: number, random: () => number) => number, seed = 1): number[] {
  const random = seededRandom(seed);
  return Array.from({ length }, (_, i) => value(i, random));
}

test('a constant series never fires', () => {
  for (const constant of [0, 1, -3.7, 1e12]) {
    expect(Math.max(...detect(series(2_000, () => constant)).map(({ surprise }) => surprise)), String(constant)).toBe(
      0,
    );
  }
});

test('a jump is a surprise in its direction at once, with the old level as what was expected', () => {
  const found = detect(series(1_200, (i, random) => (i < 1_190 ? 100 : 160) + normal(random)));
  expect(found[1_190]!.surprise).toBeGreaterThan(4);
  expect(found[1_190]!.direction).toBe('up');
  expect(Math.abs(found[1_195]!.expected - 100)).toBeLessThan(3);
  expect(found[1_195]!.surprise).toBeGreaterThan(4);
  const down = detect(series(1_200, (i, random) => (i < 1_190 ? 100 : 40) + normal(random)));
  expect(down[1_195]!.direction).toBe('down');
});

test('too little history says nothing, and a little no more than p = 0.001', () => {
  const jumpAt = (at: number) =>
    detect(series(at + 1, (i, random) => (i < at ? 10 : 1e6) + normal(random)))[at]!.surprise;
  expect(jumpAt(100)).toBe(0);
  expect(jumpAt(400)).toBe(3);
  expect(jumpAt(1_000)).toBe(6);
});

test('a daily season is learnt: its peak is no surprise on the fifth day, the same value at night is', () => {
  const day = (i: number) => 100 + 40 * Math.sin((2 * Math.PI * i) / 1_440);
  const night = 4 * 1_440 + 1_080;
  const found = detect(
    series(5 * 1_440, (i, random) => (i >= night && i < night + 10 ? 140 : day(i)) + normal(random)),
  );
  const peak = 4 * 1_440 + 360;
  expect(found.slice(peak - 10, peak + 10).filter(({ surprise }) => surprise >= 4)).toEqual([]);
  expect(found[night + 5]!.surprise).toBeGreaterThan(5);
  expect(Math.abs(found[night + 5]!.expected - 60)).toBeLessThan(10);
});

test('an incident that was clipped leaves the next one as surprising', () => {
  const incident = (i: number) => ((i >= 3_000 && i < 3_030) || i === 4_000 ? 1_000 : 0);
  const twice = detect(series(4_001, (i, random) => 100 + incident(i) + normal(random)));
  const once = detect(series(4_001, (i, random) => 100 + (i === 4_000 ? 1_000 : 0) + normal(random)));
  expect(twice[4_000]!.surprise).toBeGreaterThan(0.9 * once[4_000]!.surprise);
});

test('a series with a long past that stays on a new level for two days has its baseline moved there, once', () => {
  const pool = createResidualPool({ stepMs: 60_000 });
  const slot = pool.add();
  const random = seededRandom(3);
  const shifts: number[] = [];
  for (let i = 0; i < 33_500; i++) {
    pool.step(slot, (i < 30_000 ? 10 : 400) + normal(random), minute(i), 0);
    if (pool.score.levelShift) shifts.push(i);
  }
  expect(shifts).toHaveLength(1);
  expect(Math.abs(shifts[0]! - 32_880)).toBeLessThan(10);
  expect(pool.score.surprise).toBeLessThan(3);
});

test('a series that froze, or began to jump, is a surprise of its variability alone', () => {
  const variability = (value: (i: number, random: () => number) => number) => {
    const pool = createResidualPool({ stepMs: 60_000 });
    const slot = pool.add();
    let most = 0;
    series(1_600, value).forEach((x, i) => {
      pool.step(slot, x, minute(i), 0);
      if (i >= 1_500 && pool.score.variabilitySurprise > most) most = pool.score.variabilitySurprise;
    });
    return { most, direction: pool.score.variabilityDirection };
  };
  const frozen = variability((i, random) => (i < 1_500 ? 100 + normal(random) : 100));
  expect(frozen.most).toBeGreaterThan(3);
  expect(frozen.direction).toBe('down');
  const wild = variability((i, random) => 100 + (i < 1_500 ? 1 : 8) * normal(random));
  expect(wild.most).toBeGreaterThan(3);
  expect(wild.direction).toBe('up');
});

test('another unit changes nothing, nor does another origin', () => {
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom(0.001, 7, 1e6), fc.constantFrom(-300, 40, 900), (seed, scale, shift) => {
      const values = series(400, (i, random) => 1_000 + 50 * normal(random) + (i > 380 ? 600 : 0), seed);
      const plain = detect(values);
      const scaled = detect(values.map((value) => value * scale));
      const shifted = detect(values.map((value) => value + shift));
      for (const i of [150, 300, 381, 399]) {
        expect(scaled[i]!.rank).toBeCloseTo(plain[i]!.rank, 4);
        expect(shifted[i]!.rank).toBeCloseTo(plain[i]!.rank, 4);
      }
    }),
    { numRuns: 15 },
  );
});

test('a replica that starts with the baseline of a sibling judges from its first point', () => {
  const pool = createResidualPool({ stepMs: 60_000 });
  const old = pool.add();
  const random = seededRandom(5);
  for (let i = 0; i < 1_000; i++) pool.step(old, 50 + normal(random), minute(i), 0);
  const young = pool.addLike(old);
  pool.step(young, 90, minute(1_000), 0);
  expect(pool.score.surprise).toBeGreaterThan(3);
});

test('a snapshot goes on as if nothing had happened', () => {
  const values = series(900, (i, random) => 20 + normal(random) + (i > 880 ? 30 : 0));
  const whole = createResidualPool({ stepMs: 60_000 });
  let cut = createResidualPool({ stepMs: 60_000 });
  const slots = [whole.add(), cut.add()] as const;
  values.forEach((value, i) => {
    if (i % 123 === 0) cut = createResidualPool({ stepMs: 60_000 }, cut.snapshot());
    whole.step(slots[0], value, minute(i), 0);
    cut.step(slots[1], value, minute(i), 0);
    expect(cut.score).toEqual(whole.score);
  });
});

const FAMILIES: Readonly<Record<string, (random: () => number) => (i: number) => number>> = {
  gaussian: (random) => () => normal(random),
  'daily season': (random) => (i) => 5 * Math.sin((2 * Math.PI * i) / 1_440) + normal(random),
  autoregressive: (random) => {
    let x = 0;
    return () => {
      x = 0.9 * x + normal(random);
      return x;
    };
  },
  'poisson of 2': (random) => () => poisson(random, 2),
  'random walk': (random) => {
    let x = 0;
    return () => {
      x += normal(random);
      return x;
    };
  },
  lognormal: (random) => () => Math.exp(normal(random)),
  'student t of 3': (random) => () =>
    normal(random) / Math.sqrt((normal(random) ** 2 + normal(random) ** 2 + normal(random) ** 2) / 3),
};

test.each(Object.keys(FAMILIES))(
  'on pure noise p below 0.001 comes at most five times as often as it says: %s',
  (family) => {
    let over = 0;
    let unsteady = 0;
    let points = 0;
    for (let k = 0; k < 6; k++) {
      const random = seededRandom(100 + k);
      const next = FAMILIES[family]!(random);
      const pool = createResidualPool({ stepMs: 60_000 });
      const slot = pool.add();
      for (let i = 0; i < 6_000; i++) {
        pool.step(slot, next(i), minute(i), 0);
        if (i < 1_000) continue;
        points++;
        if (pool.score.surprise >= 3) over++;
        if (pool.score.variabilitySurprise >= 3) unsteady++;
      }
    }
    expect(over / points / 1e-3).toBeLessThan(5);
    expect(unsteady / points / 1e-3).toBeLessThan(5);
  },
);

/** The recurrence once more, plainly, with an object per series. */
function plainRanks(values: readonly number[]): number[] {
  const per = 15;
  const features = Array.from({ length: 4 }, () => ({ limit: 0, mean: 0.3, variance: 0.09, peaks: 0 }));
  const profile = new Float32Array(96);
  const visits = new Float32Array(96);
  const past: number[] = [];
  let [seasonal, slow, smoothSeasonal, smoothSlow, smoothScore, size] = [values[0]!, values[0]!, 0, 0, 0, 0];
  return values.map((x, i) => {
    const k = Math.floor((i % 1_440) / per);
    const residuals = [x - seasonal - profile[k]!, x - slow];
    smoothSeasonal += 0.5 * (residuals[0]! - smoothSeasonal);
    smoothSlow += 0.5 * (residuals[1]! - smoothSlow);
    const recent = past.slice(-5);
    const mean = recent.length > 0 ? recent.reduce((sum, value) => sum + value, 0) / recent.length : x;
    const sizes = [smoothSeasonal, smoothSlow, x - mean, x - (past.at(-1) ?? x)].map(Math.abs);
    past.push(x);
    size += Math.max(1e-4, 1 / (i + 1)) * (Math.abs(x) - size);
    const floor = 1e-3 * size + 1e-12;
    const eta = Math.max(1e-4, Math.min(0.5, 1 / (0.05 * (i + 20))));
    let squares = 0;
    features.forEach((feature, f) => {
      const r = sizes[f]!;
      if (i < 10) feature.limit = Math.max(feature.limit, r);
      const u = r / Math.max(feature.limit, floor);
      let score = u > 1 ? 1.30103 + (Math.LOG10E * (u - 1)) / feature.mean : -Math.log10(1 - 0.95 * u);
      if (u > 1) {
        const taught = score > 4 ? Math.min(u - 1, 3 * feature.mean) : u - 1;
        const rate = 1 / Math.min(++feature.peaks + 3, 100);
        const difference = taught - feature.mean;
        feature.mean += rate * difference;
        feature.variance = (1 - rate) * (feature.variance + rate * difference ** 2);
      }
      feature.limit =
        Math.max(feature.limit, floor / 1000) * Math.exp(Math.min(0.7, eta * ((r > feature.limit ? 1 : 0) - 0.05)));
      score = Math.min(score, 60);
      squares += score ** 2;
    });
    const clip = (q: number, f: number) => {
      const most = i < 200 ? Number.POSITIVE_INFINITY : 0.75 * Math.max(features[f]!.limit, floor);
      return Math.max(-most, Math.min(most, q));
    };
    slow += Math.max(2e-5, 1 / (i + 1)) * clip(residuals[1]!, 1);
    const c = clip(residuals[0]!, 0);
    seasonal += Math.max(5e-5, 1 / (i + 1)) * c;
    profile[k]! += (visits[k]! < 4 * per ? 0.5 / (visits[k]! + 1.5) : 0.08 / per) * c;
    visits[k]! += 1;
    smoothScore += 0.15 * (Math.sqrt(squares) - smoothScore);
    return (Math.sqrt(squares) + smoothScore) / 2;
  });
}

test('the pool ranks as the plain recurrence does', () => {
  fc.assert(
    fc.property(fc.integer(), fc.constantFrom(0.5, 20, 3_000), (seed, level) => {
      const values = series(
        1_800,
        (i, random) => level * (1 + 0.3 * Math.sin(i / 200)) + normal(random) + (i % 700 > 680 ? 30 : 0),
        seed,
      );
      const [ranks, plain] = [detect(values), plainRanks(values)];
      for (let i = 0; i < values.length; i++)
        expect(Math.abs(ranks[i]!.rank - plain[i]!) / (1 + plain[i]!)).toBeLessThan(1e-4);
    }),
    { numRuns: 10 },
  );
});
