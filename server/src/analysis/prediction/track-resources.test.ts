import { expect, test } from 'vitest';
import type { BoundedSample } from '../bounded-resource.ts';
import { entity, START } from './simulated-minutes.ts';
import { createResourceState, trackResources } from './track-resources.ts';

const MINUTE = 60_000;
const DAY_MINUTES = 1_440;

function memoryOf(pod: string, share: number): BoundedSample {
  return {
    series: `ser_${pod}` as BoundedSample['series'],
    entity: entity('web'),
    instance: pod,
    measure: 'container.memory.working_set',
    unit: 'By',
    value: share * 512,
    limit: 512,
  };
}

/** Garbage piles up from 30 % to 60 % of the limit in two hours and is collected at once. */
function sawtooth(minute: number): number {
  return 0.3 + 0.3 * ((minute % 120) / 120);
}

/** The largest odds of a new pod whose memory rises as that of the others, but three times as fast. */
function oddsOfNewPod(historyMinutes: number): number {
  const state = createResourceState();
  let most = 0;
  for (let minute = 0; minute < historyMinutes + 35; minute++) {
    const samples = [memoryOf('old', sawtooth(minute))];
    const age = minute - historyMinutes;
    if (age >= 0) samples.push(memoryOf('new', 0.3 + (0.3 * age) / 40));
    const at = START + minute * MINUTE;
    const { exhaustion } = trackResources(state, samples, [], at, at / MINUTE);
    most = Math.max(most, exhaustion.find(({ instance }) => instance === 'new')?.probability ?? 0);
  }
  return most;
}

test('a new pod is not called for a rise that ended well in its siblings', () => {
  expect(oddsOfNewPod(2 * DAY_MINUTES)).toBeLessThan(0.25);
});
