import type { IncidentId } from '@foreshock/model/incident.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { OPENING_MS, openTestMetadata, type TestMetadata } from './open-test-metadata.ts';
import { countStoryRatings, listStoryRatings, rateStory } from './story-ratings.ts';

let metadata: TestMetadata;
beforeAll(async () => {
  metadata = await openTestMetadata();
}, OPENING_MS);
afterAll(() => metadata.remove());

test('each person has one word about a story, which can be changed and taken back; another story has its own', async () => {
  const { db } = metadata;
  const tenant = await metadata.newTenant();
  const story = { tenant, incident: 'inc_1' as IncidentId, call: 'call_a' };
  await rateStory(db, story, { by: 'ana', says: 'useful', at: 1 });
  await rateStory(db, story, { by: 'ben', says: 'useful', at: 2 });
  await rateStory(db, story, { by: 'ben', says: 'not_useful', at: 3 });
  await rateStory(db, { ...story, call: 'call_b' }, { by: 'ben', says: 'useful', at: 4 });
  expect(await listStoryRatings(db, story)).toEqual([
    { by: 'ana', says: 'useful', at: 1 },
    { by: 'ben', says: 'not_useful', at: 3 },
  ]);
  expect(await countStoryRatings(db, tenant)).toEqual(
    new Map([
      ['call_a', { useful: 1, notUseful: 1 }],
      ['call_b', { useful: 1, notUseful: 0 }],
    ]),
  );
  await rateStory(db, story, { by: 'ben', says: 'nothing', at: 5 });
  expect((await listStoryRatings(db, story)).map(({ by }) => by)).toEqual(['ana']);
  expect(await countStoryRatings(db, await metadata.newTenant())).toEqual(new Map());
});
