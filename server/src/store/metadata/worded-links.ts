// What a language model said of the log templates of an incident, as far as code found it to hold.
import type { IncidentId } from '@foreshock/model/incident.ts';
import type { WordedLinks } from '@foreshock/model/template-link.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { Db } from './in-transaction.ts';
import { jsonText } from './json-text.ts';

/** Replaces what was said of this incident before. */
export async function keepWordedLinks(
  db: Db,
  tenant: TenantId,
  incident: IncidentId,
  words: WordedLinks,
): Promise<void> {
  const row = { told_at: words.at, body: jsonText(words) };
  await db
    .insertInto('worded_links')
    .values({ tenant, incident, ...row })
    .onConflict((conflict) => conflict.columns(['tenant', 'incident']).doUpdateSet(row))
    .execute();
}

export async function findWordedLinks(
  db: Db,
  tenant: TenantId,
  incident: IncidentId,
): Promise<WordedLinks | undefined> {
  const row = await db
    .selectFrom('worded_links')
    .select('body')
    .where('tenant', '=', tenant)
    .where('incident', '=', incident)
    .executeTakeFirst();
  return row?.body;
}

export async function forgetWordedLinks(db: Db, tenant: TenantId, before: Timestamp): Promise<void> {
  await db.deleteFrom('worded_links').where('tenant', '=', tenant).where('told_at', '<', before).execute();
}
