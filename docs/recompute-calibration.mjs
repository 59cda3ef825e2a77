// Recomputes every figure of GET /api/v1/calibration from an exported ledger, with nothing but Node. In milliseconds.
//   npm run --silent foreshock -- ledger export --data DIR > ledger.jsonl
//   node docs/recompute-calibration.mjs ledger.jsonl '{"failure": "disk_full", "horizon": 3600000, "scope": "all"}'
import { readFileSync } from 'node:fs';

const { scope = 'shown', failure, entity, horizon, from = 0, to = 8.64e15 } = JSON.parse(process.argv[3] ?? '{}');
const lines = readFileSync(process.argv[2], 'utf8').split('\n').filter(Boolean);
const rows = lines.map((line) => JSON.parse(line));

// What came of each forecast (the newest row counts), and which failures began.
const results = new Map(rows.flatMap(({ entry }) => (entry.type === 'outcome' ? [[entry.of, entry]] : [])));
// What people said of a prediction: the last word of each counts. Telemetry outranks them; acted upon, nobody can say.
const told = Map.groupBy(
  rows.flatMap(({ entry }) => (entry.type === 'told' ? [entry] : [])),
  (e) => e.prediction,
);
const asTold = ({ prediction, outcome, onsetAt }) => {
  const votes = [...new Map((told.get(prediction) ?? []).map((e) => [e.person, e])).values()];
  const count = (says) => votes.filter((e) => e.says === says).length;
  if (outcome === 'pending' || outcome === undefined) return outcome;
  if (votes.some((e) => e.says === 'acted' && (onsetAt === undefined || e.toldAt < onsetAt))) return 'acted';
  if (outcome !== 'undecidable' || count('hit') === count('miss')) return outcome;
  return count('hit') > count('miss') ? 'hit' : 'miss';
};
const inside = (time) => time >= from && time < to;
const onsetOf = (e) => `${e.entity} ${e.failure} ${e.onsetAt}`;
const asked = rows
  .map(({ sequence, entry }) => ({ ...entry, row: sequence }))
  .filter((e) => e.failure === (failure ?? e.failure) && e.entity === (entity ?? e.entity));
const begun = (kinds, isIt = () => true) =>
  new Set(asked.filter((e) => kinds.includes(e.outcome ?? e.type) && inside(e.onsetAt) && isIt(e)).map(onsetOf));
const toldActed = begun(['hit', 'miss', 'undecidable'], (e) => asTold(e) === 'acted');
const onsets = new Set([...begun(['unpredicted', 'hit'])].filter((key) => !toldActed.has(key)));
const actedUpon = new Set([...begun(['acted']), ...toldActed]);
const all = asked
  .filter((e) => e.type === 'forecast' && inside(e.issuedAt) && e.horizon === (horizon ?? e.horizon))
  .map((f) => {
    const { outcome: seen = 'pending', onsetAt } = results.get(f.row) ?? {};
    const outcome = asTold({ prediction: f.prediction, outcome: seen, onsetAt });
    return { ...f, outcome, onsetAt, lead: onsetAt - f.issuedAt };
  });

// Of what was shown each call counts once in each ten-percent group that it reached.
const group = (probability) => Math.min(9, Math.floor(probability * 10));
const shown = all.filter((f) => f.prediction !== '');
const once = new Map(shown.toReversed().map((f) => [`${f.prediction} ${group(f.shown)}`, f.row]));
const said = scope === 'all' ? all : shown.filter((f) => once.get(`${f.prediction} ${group(f.shown)}`) === f.row);
const judge = (...kinds) =>
  said
    .filter((f) => kinds.includes(f.outcome))
    .map((f) => ({
      p: f.shown,
      w: f.weight,
      y: Number(f.outcome === 'hit' || (f.outcome === 'acted' && f.onsetAt !== undefined)),
    }));

// The interval of Jeffreys: quantiles of Beta(k + 1/2, n - k + 1/2), by halving.
const sum = (list, of) => list.reduce((total, one) => total + of(one), 0);
const LANCZOS = [
  676.5203681218851, -1259.1392167224028, 771.32342877765313, -176.61502916214059, 12.507343278686905,
  -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
];
const lgamma = (x) => {
  const series = LANCZOS.reduce((total, c, i) => total + c / (x + i), 0.99999999999980993);
  return 0.5 * Math.log(2 * Math.PI) + (x - 0.5) * Math.log(x + 6.5) - (x + 6.5) + Math.log(series);
};
const term = (x, a, b, j, m = j >> 1) => ((j % 2 ? -(a + m) * (a + b + m) : m * (b - m)) * x) / ((a + j - 1) * (a + j));
const fraction = (x, a, b, j = 1) => (j > 400 ? 1 : 1 + term(x, a, b, j) / fraction(x, a, b, j + 1));
const below = (x, a, b) => {
  if (x > (a + 1) / (a + b + 2)) return 1 - below(1 - x, b, a);
  return Math.exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * Math.log(x) + b * Math.log1p(-x)) / a / fraction(x, a, b);
};
const quantile = (share, a, b, low = 0, high = 1, step = 0) => {
  const middle = (low + high) / 2;
  if (step === 40) return middle;
  return below(middle, a, b) < share
    ? quantile(share, a, b, middle, high, step + 1)
    : quantile(share, a, b, low, middle, step + 1);
};
const jeffreys = (k, n) => ({
  low: n <= 0 || k <= 0 ? 0 : quantile(0.05, k + 0.5, n - k + 0.5),
  high: n <= 0 || k >= n ? 1 : quantile(0.95, k + 0.5, n - k + 0.5),
});

// Reliability and Brier score.
const weightOf = (list) => sum(list, (f) => f.w);
const binOf = (list, least, most) => {
  const weight = weightOf(list);
  const worth = weight ** 2 / sum(list, (f) => f.w ** 2);
  const came = sum(list, (f) => f.w * f.y) / weight;
  const counts = { forecasts: list.length, hits: sum(list, (f) => f.y), weight };
  const means = { said: sum(list, (f) => f.w * f.p) / weight, came };
  return { from: least, to: most, ...counts, ...means, ...jeffreys(came * worth, worth) };
};
const filled = (groups) => groups.filter(({ list }) => list.length > 0);
const byWidth = (list) =>
  filled([...Array(10).keys()].map((i) => ({ i, list: list.filter((f) => group(f.p) === i) }))).map((g) =>
    binOf(g.list, g.i / 10, (g.i + 1) / 10),
  );
const byMass = (list) => {
  const groups = Array.from({ length: 10 }, () => ({ list: [] }));
  let before = 0;
  for (const f of list.toSorted((a, b) => a.p - b.p)) {
    groups[Math.min(9, Math.floor((10 * before) / weightOf(list)))].list.push(f);
    before += f.w;
  }
  return filled(groups).map((g) => binOf(g.list, g.list[0].p, g.list.at(-1).p));
};
const errorOf = (bins) =>
  bins.length > 0 ? sum(bins, (b) => b.weight * Math.abs(b.said - b.came)) / sum(bins, (b) => b.weight) : undefined;
const split = (list) => {
  if (list.length === 0) return undefined;
  const weight = weightOf(list);
  const score = sum(list, (f) => f.w * (f.p - f.y) ** 2) / weight;
  const baseRate = sum(list, (f) => f.w * f.y) / weight;
  const uncertainty = baseRate * (1 - baseRate);
  const reliability = sum(byWidth(list), (b) => (b.weight * (b.said - b.came) ** 2) / weight);
  const resolution = sum(byWidth(list), (b) => (b.weight * (b.came - baseRate) ** 2) / weight);
  const within = score - (reliability - resolution + uncertainty);
  const skill = uncertainty > 0 ? 1 - score / uncertainty : undefined;
  return { score, baseRate, uncertainty, reliability, resolution, within, skill };
};

// Calls and failures.
const calls = [...Map.groupBy(shown, (f) => f.prediction).values()];
const count = (list, outcome) => list.filter((f) => f.outcome === outcome).length;
const countAll = (list) =>
  Object.fromEntries(['hit', 'miss', 'acted', 'undecidable', 'pending'].map((kind) => [kind, count(list, kind)]));
const hits = shown.filter((f) => f.outcome === 'hit' && onsets.has(onsetOf(f)));
const points = [0, 0.5, 0.6, 0.7, 0.8, 0.9].map((threshold) => {
  const first = calls.flatMap((call) => call.find((f) => f.shown >= threshold) ?? []);
  const k = count(first, 'hit');
  const n = k + count(first, 'miss');
  const caught = new Set(hits.filter((f) => f.shown >= threshold && f.lead >= 300_000).map(onsetOf)).size;
  const precision = n > 0 ? k / n : undefined;
  const recall = onsets.size > 0 ? caught / onsets.size : undefined;
  return { threshold, calls: n, hits: k, precision, ...jeffreys(k, n), caught, recall };
});
const called = [...Map.groupBy(hits, onsetOf).values()]
  .map((list) => Math.max(0, ...list.map((f) => f.lead)))
  .sort((a, b) => a - b);
const missed = onsets.size - called.length;
const every = [...Array(missed).fill(0), ...called];
const at = (list, share) => list[Math.floor(share * (list.length - 1))];
const bins = [0, 5, 15, 30, 60, 120, 240, Infinity]
  .map((minutes) => minutes * 60_000)
  .map((least, i, edges) => ({ from: least, to: edges[i + 1] }))
  .slice(0, -1)
  .map((bin) => ({ ...bin, onsets: called.filter((lead) => lead >= bin.from && lead < bin.to).length }))
  .map((bin) => (bin.to === Infinity ? { ...bin, to: undefined } : bin));
const timeOf = ({ entry, time }) =>
  (entry.type === 'told' ? time : undefined) ?? entry.issuedAt ?? entry.resolvedAt ?? entry.onsetAt;
const covered = rows.length > 0 ? Math.min(to, timeOf(rows.at(-1))) - Math.max(from, timeOf(rows[0])) : 0;

const judged = judge('hit', 'miss');
const figures = {
  forecasts: countAll(said),
  brier: split(judged),
  brierWithActed: split(judge('hit', 'miss', 'acted')),
  eceWidth: errorOf(byWidth(judged)),
  eceMass: errorOf(byMass(judged)),
  equalWidth: byWidth(judged),
  equalMass: byMass(judged),
  calls: countAll(calls.map(([first]) => first)),
  points,
  onsets: onsets.size,
  actedOnsets: [...actedUpon].filter((key) => !onsets.has(key)).length,
  lead: {
    missed,
    bins,
    median: at(every, 0.5),
    tenth: at(every, 0.1),
    medianOfCalled: at(called, 0.5),
    tenthOfCalled: at(called, 0.1),
  },
  days: Math.max(0, covered) / 86_400_000,
  falseWarnings: calls.filter((call) => call[0].outcome === 'miss' && call.some((f) => f.delivery === 'warned')).length,
};
console.log(JSON.stringify(figures, undefined, 1));
