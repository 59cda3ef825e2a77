import type { Incident, IncidentId } from '@foreshock/model/incident.ts';
import { noiseKey, signalOf, type ToldNoise, toldNoiseOf } from '@foreshock/model/told-noise.ts';
import { expect, test } from 'vitest';
import { type AnalyzedMinutes, createAnalysisEngine } from './analysis-engine.ts';
import { frameAt, latencies, poisson, seededRandom } from './detection/scenario.test-support.ts';

const BEGINS = 300;

/** Errors of `share` for fifteen minutes, where `toldNoise` was told. */
function run(share: number, toldNoise: ReadonlyMap<string, ToldNoise>): AnalyzedMinutes['findings'][] {
  const engine = createAnalysisEngine({ prediction: {} });
  return Array.from({ length: BEGINS + 15 }, (_, i) => {
    const random = seededRandom(i + 1);
    const frame = frameAt(i);
    for (const name of ['front', 'stock']) frame.served(name, 'GET /', latencies(random, poisson(random, 60), 20));
    const requests = poisson(random, 60);
    frame.served('cart', 'GET /cart', latencies(random, requests, 20), i < BEGINS ? 0 : Math.round(share * requests));
    return engine.analyze([frame.build()], new Set(), [], undefined, [], toldNoise).findings;
  });
}

const opened = (findings: readonly AnalyzedMinutes['findings'][]): Incident[] => [
  ...new Map(findings.flatMap(({ incidents }) => incidents.map((one) => [one.id, one]))).values(),
];

function toldTimes(times: number): ReadonlyMap<string, ToldNoise> {
  const anomalies = run(0.07, new Map()).flatMap((found) => found.anomalies);
  return toldNoiseOf(
    Array.from({ length: times }, (_, i) => ({ id: `inc_${i}` as IncidentId, verdict: 'noise', anomalies })),
  );
}

test('what people called noise five times opens no incident, is marked so, and opens one when it is far worse', () => {
  expect(opened(run(0.07, new Map()))).toHaveLength(1);
  const told = toldTimes(5);
  const quiet = run(0.07, told);
  expect(opened(quiet)).toEqual([]);
  const marked = quiet.flatMap(({ anomalies }) => anomalies).filter(({ marks }) => marks.includes('told-noise'));
  expect(marked.some((one) => told.has(noiseKey(signalOf(one))))).toBe(true);
  expect(opened(run(0.6, told))).toHaveLength(1);
}, 60_000);
