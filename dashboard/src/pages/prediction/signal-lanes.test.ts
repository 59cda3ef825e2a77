import { expect, test } from 'vitest';
import type { EvidenceLine } from '../../components/evidence-list.tsx';
import { signalLanes } from './signal-lanes.ts';

const fact = (kind: EvidenceLine['kind'], surprise = 6) =>
  ({
    id: kind,
    number: 1,
    kind,
    measure: 'a.b.c',
    unit: '{request}',
    surprise,
    onset: 1,
    to: 2,
    observed: 14,
    expected: 0,
    sparkline: { from: 0, step: 1, values: [1] },
  }) as unknown as EvidenceLine;
const requests = {
  from: '2026-11-22T03:00:00Z',
  step: 'PT1M',
  items: [{ requestsPerSecond: [null, 12], p95Ms: [null, null] }],
};

test('metrics stand above logs, logs above traces, changes last', () => {
  const lanes = signalLanes({
    facts: [fact('log'), fact('metric')],
    until: Date.parse('2026-11-22T03:02:00Z'),
    requests,
    changes: [{ time: 1, text: 'v42' }],
    events: [],
  });
  expect(lanes.map((lane) => lane.group)).toEqual(['metrics', 'logs', 'traces', 'traces', 'changes']);
  expect(lanes[2]).toMatchObject({ name: 'Requests', latest: '12/s' });
  expect(lanes[3]?.latest).toBe('');
});

test('what is not surprising has no ribbon', () => {
  expect(
    signalLanes({ facts: [fact('metric', 1)], until: 0, requests: undefined, changes: [], events: [] })[0]?.ribbon,
  ).toEqual([]);
});
