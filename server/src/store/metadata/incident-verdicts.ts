/** Whether an incident was one, as people said it afterwards. Kept, shown, and read by `told-noise.ts`. */
import type { IncidentId, IncidentVerdict } from '@foreshock/model/incident.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { type Db, inTransaction } from './in-transaction.ts';
import { addActivity, rowOfIncident } from './incidents.ts';
import { plainText } from './json-text.ts';

export interface StandingVerdict {
  readonly by: string;
  readonly says: IncidentVerdict;
  readonly at: Timestamp;
}

/** One vote a person; the last one counts, `nothing` takes it back. `incident-not-found`. */
export async function giveVerdict(
  db: Db,
  tenant: TenantId,
  id: IncidentId,
  word: { readonly by: string; readonly says: IncidentVerdict | 'nothing'; readonly now: Timestamp },
): Promise<Result<StandingVerdict[]>> {
  return inTransaction(db, async (trx) => {
    if (!(await rowOfIncident(trx, tenant, id).forUpdate().executeTakeFirst()))
      return failure('incident-not-found', `there is no incident ${plainText(id)}`);
    const person = plainText(word.by);
    const before = await listVerdicts(trx, tenant, id);
    if ((before.find(({ by }) => by === person)?.says ?? 'nothing') === word.says) return success(before);
    await trx
      .deleteFrom('incident_verdicts')
      .where('tenant', '=', tenant)
      .where('incident', '=', plainText(id))
      .where('person', '=', person)
      .execute();
    if (word.says !== 'nothing')
      await trx
        .insertInto('incident_verdicts')
        .values({ tenant, incident: plainText(id), person, says: word.says, told_at: word.now })
        .execute();
    const text = { real: 'it was real', noise: 'it was noise', nothing: 'verdict taken back' }[word.says];
    await addActivity(trx, tenant, [{ incident: id, activity: { time: word.now, kind: 'verdict', by: person, text } }]);
    return success(await listVerdicts(trx, tenant, id));
  });
}

/** Oldest first. */
export async function listVerdicts(db: Db, tenant: TenantId, id: IncidentId): Promise<StandingVerdict[]> {
  const rows = await db
    .selectFrom('incident_verdicts')
    .select(['person', 'says', 'told_at'])
    .where('tenant', '=', tenant)
    .where('incident', '=', plainText(id))
    .orderBy('told_at')
    .orderBy('person')
    .execute();
  return rows.map(({ person, says, told_at }) => ({ by: person, says, at: told_at }));
}
