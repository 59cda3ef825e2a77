import type { ModelPrice } from '@foreshock/model/model-spend.ts';
import { cappedWords } from '@foreshock/model/story.ts';
import { expect } from 'vitest';
import { until } from '../../../test/support/until.ts';
import { listSpend } from '../store/metadata/model-spend.ts';
import { type ExplanationUnderTest, incidentOf, NOON } from './explanation-under-test.ts';

/** Fewer than may wait. */
const AT_ONCE = 125;

export interface Storm {
  readonly count: number;
  /** In millionths of a dollar, and as people are told it. */
  readonly cap: number;
  readonly capWords: string;
  readonly smallPrice: ModelPrice;
  /** What a call of the smaller model comes to by its price, in millionths of a dollar. */
  readonly smallCost: number;
}

/** So many incidents cost no more than the cap, and each has a story from a step of the ladder; every step is reached. */
export async function expectStormWithinCap(
  { metadata, begin }: ExplanationUnderTest,
  { count, cap, capWords, smallPrice, smallCost }: Storm,
): Promise<void> {
  const { tenant, explanation, consider, told } = await begin({ caps: { project: cap }, smallPrice });
  // Half of them are alike; the others are of their own.
  const incidents = Array.from({ length: count }, (_, number) =>
    incidentOf(number, number % 2 === 0 ? ['a.load', 'b.load'] : [`own.load.${number}`, 'b.load']),
  );
  for (let from = 0; from < incidents.length; from += AT_ONCE) {
    const part = incidents.slice(from, from + AT_ONCE);
    await consider(part);
    await until('the stories', 120_000, async () => (await told(part.at(-1)!)) !== undefined);
  }
  await explanation.stop();
  const steps: Record<string, number> = {};
  for (const incident of incidents) {
    const story = await told(incident);
    const step = story?.capped?.step ?? 'model';
    steps[step] = (steps[step] ?? 0) + 1;
    expect((story?.narrative ?? incident.narrative).claims.length).toBeGreaterThan(0);
    if (step === 'template') expect(story?.narrative).toBeUndefined();
  }
  expect(Object.keys(steps).sort()).toEqual(['cached', 'model', 'smaller', 'template']);
  const spent = await listSpend(metadata.db, tenant, NOON);
  const all = spent.reduce((sum, { micros }) => sum + micros, 0);
  expect(all).toBeLessThanOrEqual(cap);
  // What the server counted, by the prices: nothing was forgotten, and nothing is still taken for a call that has ended.
  expect(all).toBe((steps.model ?? 0) * 4_500 + (steps.smaller ?? 0) * smallCost);
  expect(spent.find(({ model }) => model === 'named')?.capped).toBe(count - (steps.model ?? 0));
  const last = (await told(incidents.at(-1)!))!;
  expect(cappedWords(last.capped!, NOON)).toBe(
    `told by template: today's cap of ${capWords} for this project is spent`,
  );
}
