// Whether people found a story useful: one word a person and story, which may be taken back.
import type { IncidentId } from '@foreshock/model/incident.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { Db } from './in-transaction.ts';
import { plainText } from './json-text.ts';

export interface StoryRating {
  readonly by: string;
  readonly says: 'useful' | 'not_useful';
  readonly at: Timestamp;
}

/** Which story: of an incident, from a call; an empty call is the template's. */
export interface RatedStory {
  readonly tenant: TenantId;
  readonly incident: IncidentId;
  readonly call: string;
}

/** `nothing` takes the word back. The tenant must exist. */
export async function rateStory(
  db: Db,
  { tenant, incident, call }: RatedStory,
  { by, says, at }: Omit<StoryRating, 'says'> & { readonly says: StoryRating['says'] | 'nothing' },
): Promise<void> {
  const person = plainText(by);
  if (says === 'nothing') {
    await db
      .deleteFrom('story_ratings')
      .where('tenant', '=', tenant)
      .where('incident', '=', incident)
      .where('person', '=', person)
      .where('call', '=', call)
      .execute();
    return;
  }
  const word = { useful: says === 'useful', rated_at: at };
  await db
    .insertInto('story_ratings')
    .values({ tenant, incident, person, call, ...word })
    .onConflict((conflict) => conflict.columns(['tenant', 'incident', 'person', 'call']).doUpdateSet(word))
    .execute();
}

/** Oldest first. */
export async function listStoryRatings(db: Db, { tenant, incident, call }: RatedStory): Promise<StoryRating[]> {
  const rows = await db
    .selectFrom('story_ratings')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('incident', '=', plainText(incident))
    .where('call', '=', call)
    .orderBy('rated_at')
    .orderBy('person')
    .execute();
  return rows.map((row) => ({ by: row.person, says: row.useful ? 'useful' : 'not_useful', at: row.rated_at }));
}

/** By call: how many found what came of it useful, and how many did not. */
export async function countStoryRatings(
  db: Db,
  tenant: TenantId,
): Promise<ReadonlyMap<string, { readonly useful: number; readonly notUseful: number }>> {
  const rows = await db
    .selectFrom('story_ratings')
    .select(['call', 'useful', ({ fn }) => fn.countAll<string>().as('count')])
    .where('tenant', '=', tenant)
    .where('call', '<>', '')
    .groupBy(['call', 'useful'])
    .execute();
  const counts = new Map<string, { useful: number; notUseful: number }>();
  for (const { call, useful, count } of rows) {
    const one = counts.get(call) ?? { useful: 0, notUseful: 0 };
    counts.set(call, { ...one, [useful ? 'useful' : 'notUseful']: Number(count) });
  }
  return counts;
}
