import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { Incident } from '@foreshock/model/incident.ts';
import type { Slo, SloId } from '@foreshock/model/slo.ts';
import type { SloCount } from '@foreshock/model/slo-burn.ts';
import { HOUR, MINUTE } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { createAnalysisEngine } from './analysis-engine.ts';
import { buildFrames } from './build-frames.ts';
import type { MinuteFrame } from './minute-frame.ts';

const START = Date.parse('2026-11-22T00:00:00Z');
const checkout: Entity = {
  id: 'ent_checkout' as EntityId,
  kind: 'service',
  name: 'shop/checkout',
  cluster: 'prod',
  namespace: 'shop',
  nodes: [],
  version: '',
  firstSeen: START,
  lastSeen: START,
};
const slo: Slo = {
  id: 'slo_a' as SloId,
  version: 1,
  name: 'Checkout answers',
  entity: checkout.id,
  objective: 'availability',
  target: 0.999,
  windowDays: 30,
  changedAt: START,
  changedBy: 'ana',
};

/** Three hours of 100 requests a minute after six quiet ones; `bad` by the minute. */
function framesOf(bad: (minute: number) => number): MinuteFrame[] {
  const range = { from: START, to: START + 3 * HOUR };
  const counts: SloCount[] = Array.from({ length: 540 }, (_, index) => {
    const minute = index - 360;
    const failed = minute < 0 ? 0 : bad(minute);
    return { time: START + minute * MINUTE, count: 100, bad: failed, sampled: 100, sampledBad: failed };
  });
  return buildFrames({
    range,
    rollups: { metrics: [], spans: [], templates: [], series: [] },
    topology: { entities: new Map([[checkout.id, checkout]]), relations: [] },
    templates: [],
    changes: [],
    events: [],
    slos: [{ slo, range: { from: START - 6 * HOUR, to: range.to }, counts }],
  });
}

/** The last word on each incident, after each minute was analysed by itself. */
function incidentsOf(frames: readonly MinuteFrame[]): Incident[] {
  const engine = createAnalysisEngine({ prediction: {} });
  const last = new Map<string, Incident>();
  for (const frame of frames)
    for (const incident of engine.analyze([frame], new Set()).findings.incidents) last.set(incident.id, incident);
  return [...last.values()];
}

test('a fast burn opens one critical incident at its service, says how fast, and is over when the burn is', () => {
  const incidents = incidentsOf(framesOf((minute) => (minute >= 30 && minute < 60 ? 40 : 0)));
  expect(incidents).toHaveLength(1);
  const [incident] = incidents as [Incident];
  expect(incident).toMatchObject({ severity: 'critical', origin: 'rule', state: 'resolved' });
  expect(incident.title).toMatch(/^checkout uses up its error budget \d+ times too fast$/);
  expect(incident.entities).toEqual([{ entity: checkout.id, role: 'symptom' }]);
  expect(incident.impact.slo).toMatchObject({ id: slo.id, name: slo.name });
  expect(incident.impact.slo!.burn1h).toBeGreaterThanOrEqual(14.4);
  expect(incident.impact.slo!.burn5m).toBeGreaterThanOrEqual(14.4);
  expect(incident.startedAt).toBe(START + 30 * MINUTE);
  expect(incident.resolvedAt).toBeLessThan(START + 110 * MINUTE);
});

test('a slow burn is major, and a burn below both limits is no incident', () => {
  expect(incidentsOf(framesOf(() => 1.2)).map(({ severity }) => severity)).toEqual(['major']);
  expect(incidentsOf(framesOf(() => 0.3))).toEqual([]);
});

test('without an SLO the same requests open nothing', () => {
  const frames = framesOf(() => 40).map(({ burning: _, ...frame }) => frame);
  expect(incidentsOf(frames)).toEqual([]);
});
