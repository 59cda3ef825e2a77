import type { TenantId } from '@foreshock/model/tenant.ts';
import { HOUR, MINUTE, startOfMinute, type Timestamp } from '@foreshock/model/time.ts';
import { loadAnalysisWatermark } from '../store/metadata/analysis-state.ts';
import { findLearntHistory, type LearntHistory } from '../store/metadata/learnt-history.ts';
import { findTenant, replayedUntil } from '../store/metadata/tenants.ts';
import type { HandlerTools } from './handler-tools.ts';

export interface LearningProgress {
  readonly state: 'none' | 'learning' | 'review' | 'notifying';
  readonly simulated: boolean;
  /** What a person or analysis has decided; absent for the demo, whose history comes with it. */
  readonly kept?: LearntHistory;
  /** Of the history; absent when there is none. */
  readonly range?: { readonly from: Timestamp; readonly until: Timestamp };
  readonly learntUntil?: Timestamp;
  /** 0 to 1; 1 when there is nothing to learn. */
  readonly share: number;
  readonly minutesLeft: number;
}

/** Minutes that were recorded long ago are analysed as later ones arrive: the last ones wait. */
const WAITS_FOR_LATER_MS = 3 * MINUTE;

/** End of the history, without asking how much of it is learnt; `undefined` when there is none. */
export async function findHistoryUntil(
  { db }: Pick<HandlerTools, 'db'>,
  tenant: TenantId,
): Promise<Timestamp | undefined> {
  const kept = await findLearntHistory(db, tenant);
  if (kept) return kept.until;
  const known = await findTenant(db, tenant);
  return known && replayedUntil(known.settings);
}

/** Whether history is still being walked through: what is open in it is long past. */
export async function isLearning(tools: Pick<HandlerTools, 'db' | 'store'>, tenant: TenantId): Promise<boolean> {
  const kept = await findLearntHistory(tools.db, tenant);
  if (!kept || kept.notifies) return false;
  return (await findLearningProgress(tools, tenant)).state === 'learning';
}

export async function findLearningProgress(
  { db, store }: Pick<HandlerTools, 'db' | 'store'>,
  tenant: TenantId,
): Promise<LearningProgress> {
  const kept = await findLearntHistory(db, tenant);
  const settings = (await findTenant(db, tenant))?.settings ?? {};
  const simulated = settings.simulated === true;
  const until = kept?.until ?? replayedUntil(settings);
  if (until === undefined) return { state: 'none', simulated, share: 1, minutesLeft: 0 };
  const extent = await store.tenant(tenant).selectExtent();
  const stored = extent.ok ? extent.value : undefined;
  const learntUntil = await loadAnalysisWatermark(db, tenant);
  const from = kept?.from ?? stored?.from ?? until;
  // Of telemetry that ended long ago there is no more to come.
  const end = stored && stored.to < until - HOUR ? startOfMinute(stored.to - WAITS_FOR_LATER_MS) : until;
  const left = Math.max(0, startOfMinute(end) - (learntUntil ?? from));
  const shown = {
    simulated,
    ...(kept && { kept }),
    range: { from, until },
    ...(learntUntil !== undefined && { learntUntil }),
    share: end > from ? Math.min(1, Math.max(0, 1 - left / (end - from))) : 1,
    minutesLeft: Math.ceil(left / MINUTE),
  };
  if (kept && !kept.notifies) return { state: left > 0 ? 'learning' : 'review', ...shown };
  return { state: 'notifying', ...shown };
}
