import { type Kysely, sql } from 'kysely';
import { firstTables } from './migrations/0001-first-tables.ts';
import { projectSettings } from './migrations/0002-project-settings.ts';
import { ingestKeyLife } from './migrations/0003-ingest-key-life.ts';
import { causeMarks } from './migrations/0004-cause-marks.ts';
import { confirmedCauses } from './migrations/0005-confirmed-causes.ts';
import { toldOutcomes } from './migrations/0006-told-outcomes.ts';
import { modelCalls } from './migrations/0007-model-calls.ts';
import { analysisCounts } from './migrations/0008-analysis-counts.ts';
import { modelSpend } from './migrations/0009-model-spend.ts';
import { apiKeys } from './migrations/0010-api-keys.ts';
import { incidentRecords } from './migrations/0011-incident-records.ts';
import { alerting } from './migrations/0012-alerting.ts';
import { storyRatings } from './migrations/0013-story-ratings.ts';
import { alertsOverAt } from './migrations/0014-alerts-over-at.ts';
import { slos } from './migrations/0015-slos.ts';
import { changeLog } from './migrations/0016-change-log.ts';
import { nominations } from './migrations/0017-nominations.ts';
import { digestOpenings } from './migrations/0018-digest-openings.ts';
import { wordedLinks } from './migrations/0019-worded-links.ts';
import { snoozes } from './migrations/0020-snoozes.ts';
import { drills } from './migrations/0021-drills.ts';
import { moreChanges } from './migrations/0022-more-changes.ts';
import type { Migration } from './migrations/migration.ts';
import type { Tables } from './tables.ts';

/** In order. Only appended to: what has been released is not changed. */
export const migrations: readonly Migration[] = [
  firstTables,
  projectSettings,
  ingestKeyLife,
  causeMarks,
  confirmedCauses,
  toldOutcomes,
  modelCalls,
  analysisCounts,
  modelSpend,
  apiKeys,
  incidentRecords,
  alerting,
  storyRatings,
  alertsOverAt,
  slos,
  changeLog,
  nominations,
  digestOpenings,
  wordedLinks,
  snoozes,
  drills,
  moreChanges,
];

/**
 * Brings the tables to the newest form; what already ran is left out, so it may be called again after a crash. Names the
 * migrations that ran. Throws when the database has one that this program does not know: it is newer than the program.
 */
export async function migrate(db: Kysely<Tables>, known: readonly Migration[] = migrations): Promise<string[]> {
  await sql`CREATE TABLE IF NOT EXISTS migrations (name text PRIMARY KEY)`.execute(db);
  const done = new Set((await db.selectFrom('migrations').select('name').execute()).map((row) => row.name));
  const unknown = [...done].filter((name) => !known.some((migration) => migration.name === name));
  if (unknown.length > 0) throw new NewerDatabaseError(unknown);
  const ran: string[] = [];
  for (const migration of known) {
    if (done.has(migration.name)) continue;
    await db.transaction().execute(async (trx) => {
      for (const statement of migration.statements) await sql.raw(statement).execute(trx);
      await trx.insertInto('migrations').values({ name: migration.name }).execute();
    });
    ran.push(migration.name);
  }
  return ran;
}

export class NewerDatabaseError extends Error {
  constructor(names: readonly string[]) {
    super(`the metadata was written by a newer version (${names.join(', ')}); start that version`);
    this.name = 'NewerDatabaseError';
  }
}
