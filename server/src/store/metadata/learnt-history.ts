// Which stretch of a project's telemetry was history when analysis first met it, and whether somebody has looked at what
// came of it: until then nothing notifies. A project without a version had no history and notifies as it has earned.
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { z } from 'zod';
import type { Db } from './in-transaction.ts';
import { changeProjectSettings, findProjectSettings, type SettingsVersion } from './project-settings.ts';

export interface LearntHistory {
  readonly version: number;
  /** First minute that was met. */
  readonly from: Timestamp;
  /** What was called before is a backtest. */
  readonly until: Timestamp;
  /** Somebody has looked at the backtest and let notifications begin. */
  readonly notifies: boolean;
  readonly changedAt: Timestamp;
  readonly changedBy: string;
}

const KeptHistory = z.object({ from: z.number(), until: z.number(), notifies: z.boolean() });

/** Who writes the first version. */
const ANALYSIS = 'analysis';

/** `undefined` when the project had no history. */
export async function findLearntHistory(db: Db, tenant: TenantId): Promise<LearntHistory | undefined> {
  const kept = await findProjectSettings(db, tenant, 'history');
  return kept && historyOf(kept);
}

/** Notes that a project has history; one that is known already stays. The tenant must exist. */
export async function noteHistory(
  db: Db,
  tenant: TenantId,
  range: { readonly from: Timestamp; readonly until: Timestamp },
  now: Timestamp,
): Promise<void> {
  // A conflict says that it is known.
  await changeProjectSettings(db, tenant, 'history', {
    basedOn: 0,
    value: { ...range, notifies: false },
    by: ANALYSIS,
    now,
  });
}

/** `state-conflict` when there is no history, notifications have begun, or `basedOn` is not the version that counts. */
export async function startNotifying(
  db: Db,
  tenant: TenantId,
  change: { readonly basedOn: number; readonly by: string; readonly now: Timestamp },
): Promise<Result<LearntHistory>> {
  const known = await findLearntHistory(db, tenant);
  if (!known)
    return failure('state-conflict', 'the project had no history to learn from: notifications are not held back');
  if (known.notifies)
    return failure('state-conflict', `${known.changedBy} has started notifications already: nothing is held back`);
  const { basedOn, by, now } = change;
  const value = { from: known.from, until: known.until, notifies: true };
  const kept = await changeProjectSettings(db, tenant, 'history', { basedOn, value, by, now });
  return kept.ok ? success(historyOf(kept.value)) : kept;
}

/** Whether what is found of a minute may tell somebody; what sends notifications asks this too. */
export function mayNotify(history: Pick<LearntHistory, 'until' | 'notifies'> | undefined, minute: Timestamp): boolean {
  return history === undefined || (history.notifies && minute >= history.until);
}

/** A value that cannot be read holds back: it may be of a newer program, and silence can be seen on the page. */
function historyOf({ version, value, changedAt, changedBy }: SettingsVersion): LearntHistory {
  const parsed = KeptHistory.safeParse(value);
  const range = parsed.success ? parsed.data : { from: changedAt, until: changedAt, notifies: false };
  return { version, ...range, changedAt, changedBy };
}
