import { expect, test } from 'vitest';
import { createAnalysisEngine } from './analysis-engine.ts';
import { frameAt, latencies, poisson, seededRandom } from './detection/scenario.test-support.ts';
import type { MinuteFrame } from './minute-frame.ts';

/** A service with fifty requests a minute, half of which fail while it is `broken`. */
function shopMinute(i: number, broken: boolean): MinuteFrame {
  const random = seededRandom(i + 1);
  const frame = frameAt(i, { nodes: { pay: 'node-a' }, calls: [] });
  const requests = 40 + poisson(random, 10);
  frame.served('pay', 'POST /pay', latencies(random, requests, 20), broken ? Math.round(requests / 2) : 0);
  return frame.build();
}

test('an incident that was over for hours when a long range ends is explained with its members', () => {
  const engine = createAnalysisEngine({ prediction: {} });
  const minutes = Array.from({ length: 360 }, (_, i) => shopMinute(i, i >= 120 && i < 130));
  const { unexplained, findings } = engine.analyze(minutes, new Set());
  const [told] = unexplained;
  expect(told?.incident.resolvedAt).toBeLessThan(findings.watermark - 2 * 3_600_000);
  const explained = engine.explain(told!.incident, [], findings.watermark);
  expect(explained.evidence.map(({ entity }) => entity)).toContain(told!.incident.entities[0]!.entity);
  expect(explained.narrative.claims.length).toBeGreaterThan(0);
});

test('an incident that opens again is explained anew, by what came since', () => {
  const engine = createAnalysisEngine({ prediction: {} });
  const isBroken = (i: number): boolean => (i >= 120 && i < 126) || (i >= 150 && i < 156);
  const explainedAt: number[] = [];
  const onsets: number[] = [];
  for (let i = 0; i < 160; i++) {
    const { unexplained, findings } = engine.analyze([shopMinute(i, isBroken(i))], new Set());
    for (const { incident } of unexplained) {
      const { evidence } = engine.explain(incident, [], findings.watermark);
      if (incident.reopened === 0) continue;
      explainedAt.push(i);
      onsets.push(Math.min(...evidence.map(({ onset }) => onset)) / 60_000);
    }
  }
  expect(explainedAt.length).toBeGreaterThan(0);
  expect(Math.min(...explainedAt)).toBeGreaterThanOrEqual(150);
  const first = frameAt(140, { nodes: { pay: 'node-a' }, calls: [] }).build().minute / 60_000;
  expect(Math.min(...onsets)).toBeGreaterThanOrEqual(first);
});
