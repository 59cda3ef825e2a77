import type { Anomaly } from '@foreshock/model/anomaly.ts';
import type { IncidentId } from '@foreshock/model/incident.ts';
import { MINUTE, SECOND } from '@foreshock/model/time.ts';
import { expect, test } from 'vitest';
import { addStory, createNeighborhood, placeArrival } from './onset-bursts.ts';

const START = Date.UTC(2026, 10, 22, 3, 0, 30);

interface Given {
  readonly second: number;
  readonly signal?: Anomaly['signal'];
}

/** `count` findings in the seconds from `from`, one every `every`. */
function findings(count: number, from: number, every: number, signal: Anomaly['signal'] = 'traces'): Given[] {
  return Array.from({ length: count }, (_, index) => ({ second: from + index * every, signal }));
}

interface Told {
  /** When each story began, in seconds. */
  readonly starts: number[];
  /** Story of each finding at the moment that it came. */
  readonly placed: number[];
}

function tell(given: readonly Given[], detectorPeriodMs = 1, mayOpen = true): Told {
  const ids: IncidentId[] = ['inc_0' as IncidentId];
  const near = createNeighborhood(ids[0]!, START);
  const starts = [0];
  const placed = [...given]
    .sort((a, b) => a.second - b.second)
    .map(({ second, signal = 'traces' }) => {
      const place = placeArrival(near, {
        signal,
        onset: START + second * SECOND,
        detectorPeriodMs,
        mayOpen: () => mayOpen,
        isOpen: () => true,
      });
      if (place.kind === 'joins') return ids.indexOf(place.incident);
      const id = `inc_${ids.length}` as IncidentId;
      ids.push(id);
      starts.push((place.at - START) / SECOND);
      addStory(near, id, place.at, place.by === 'burst' ? signal : undefined);
      return ids.length - 1;
    });
  return { starts, placed };
}

/** A burst that decays: three findings a second, then fewer and fewer. */
const outage = (from: number): Given[] => [
  ...findings(30, from, 0.2),
  ...findings(15, from + 6, 1),
  ...findings(20, from + 21, 4),
];

test('a burst that decays is one story', () => {
  expect(tell(outage(0)).starts).toEqual([0]);
});

test('a second burst on top of the decay is a second story, dated at the start of its window', () => {
  const { starts, placed } = tell([...outage(0), ...outage(90.5)]);
  expect(starts).toHaveLength(2);
  expect(starts[1]).toBeGreaterThan(90.5 - 5);
  expect(starts[1]).toBeLessThanOrEqual(90.5);
  expect(placed.at(-1)).toBe(1);
});

test('the burst of a slower detector belongs to the oldest story that has not had it', () => {
  const slow = (from: number): Given[] => findings(20, from, 0.01, 'metrics');
  const { starts, placed } = tell([...outage(0), ...outage(60), ...slow(70), ...slow(130)]);
  expect(starts).toEqual([0, 60]);
  const given = [...outage(0), ...outage(60), ...slow(70), ...slow(130)].sort((a, b) => a.second - b.second);
  const lastOf = (from: number): number => placed[given.findLastIndex(({ second }) => second < from + 1)]!;
  expect(lastOf(70)).toBe(0);
  expect(lastOf(130)).toBe(1);
});

test('where findings are few a silence twice as long as any before begins a story', () => {
  expect(tell(findings(6, 0, 15)).starts).toEqual([0]);
  expect(tell([...findings(6, 0, 15), ...findings(6, 150, 15)]).starts).toEqual([0, 150]);
});

test('a steady trickle is one story however long it lasts', () => {
  expect(tell(findings(200, 0, 13)).starts).toEqual([0]);
});

test('of detectors that look once a minute a handful in one minute is no burst', () => {
  const minutes = (count: number, minute: number): Given[] => findings(count, 30 + 60 * minute, 0);
  expect(tell([...minutes(6, 0), ...minutes(8, 5)], MINUTE).starts).toEqual([0]);
  expect(tell([...minutes(12, 0), ...minutes(12, 5)], MINUTE).starts).toEqual([0, 330]);
  expect(tell([...minutes(12, 0), ...minutes(12, 5)], MINUTE, false).starts).toEqual([0]);
});

test('a finding that is known late joins the story that had begun by then', () => {
  const ids = ['inc_0', 'inc_1'] as IncidentId[];
  const near = createNeighborhood(ids[0]!, START);
  addStory(near, ids[1]!, START + 2 * MINUTE, 'traces');
  const place = (onset: number) =>
    placeArrival(near, {
      signal: 'logs',
      onset,
      detectorPeriodMs: MINUTE,
      mayOpen: () => true,
      isOpen: () => true,
    });
  expect(place(START + 3 * MINUTE)).toEqual({ kind: 'joins', incident: ids[1] });
  expect(place(START + MINUTE)).toEqual({ kind: 'joins', incident: ids[0] });
});
