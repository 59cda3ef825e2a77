/**
 * Keeps all that one tick found, in one transaction with the watermark: after a crash either all of a tick is there or
 * the tick runs again.
 */
import type { Findings } from '@foreshock/model/findings.ts';
import type { LedgerRow } from '@foreshock/model/ledger.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { advanceWatermark } from './analysis-state.ts';
import { keepAnomalies } from './anomalies.ts';
import { keepDataTrust } from './data-trust.ts';
import { keepExhaustion } from './exhaustion.ts';
import { type Db, inTransaction, type Trx } from './in-transaction.ts';
import { keepIncidentCrowd } from './incident-crowd.ts';
import { addActivity, keepIncidents } from './incidents.ts';
import { appendLedger } from './ledger.ts';
import { keepPredictions } from './predictions.ts';
import { type NumberedSaying, noteSayings } from './told-outcomes.ts';
import { keepUnusual } from './unusual.ts';

export interface KeptFindings {
  /** False when findings of this watermark or a later one were there: then nothing has changed. */
  readonly isNew: boolean;
  /** The rows that were appended, with their sequences. */
  readonly ledger: readonly LedgerRow[];
}

/** Decides whom to tell, when all else of the tick is kept: a crash leaves both or neither. */
export type DecideInTick = (trx: Trx) => Promise<void>;

/** `snapshot`: what analysis knows after this tick; without it the one before stays. `told`: what people
 * said, which the ledger of the findings holds. The tenant must exist. */
export async function keepFindings(
  db: Db,
  tenant: TenantId,
  findings: Findings,
  snapshot: Uint8Array | undefined,
  told: readonly NumberedSaying[] = [],
  decide?: DecideInTick,
): Promise<KeptFindings> {
  return inTransaction(db, async (trx) => {
    if (!(await advanceWatermark(trx, tenant, findings.watermark, snapshot))) return { isNew: false, ledger: [] };
    await keepAnomalies(trx, tenant, findings.anomalies);
    const ledger = await appendLedger(trx, tenant, findings.watermark, findings.ledger);
    await noteSayings(trx, tenant, findings.watermark, told);
    await keepPredictions(trx, tenant, findings.predictions, ledger);
    await keepIncidents(trx, tenant, findings.incidents);
    await addActivity(trx, tenant, findings.activity);
    await keepExhaustion(trx, tenant, findings.exhaustion);
    if (findings.crowd) await keepIncidentCrowd(trx, tenant, findings.crowd);
    await keepDataTrust(trx, tenant, findings.dataTrust);
    await keepUnusual(trx, tenant, findings.unusual);
    await decide?.(trx);
    return { isNew: true, ledger };
  });
}
