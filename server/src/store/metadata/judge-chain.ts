import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import { readAuditHead, verifyAudit } from './audit.ts';
import type { ChainAnchor, ChainAnchors } from './chain-anchors.ts';
import type { ChainHead } from './hash-chain.ts';
import type { Db } from './in-transaction.ts';
import { readLedgerHead, verifyLedger } from './ledger.ts';
import type { ChainVerdict } from './verify-chain.ts';

export interface JudgedChain extends ChainVerdict {
  /** The newest head that was kept outside the store; without one a cut at the end cannot be seen. */
  readonly anchor: ChainAnchor | undefined;
  /** The file of anchors is not as it was written. */
  readonly anchorsBroken: boolean;
}

const verifyByChain = { ledger: verifyLedger, audit: verifyAudit } as const;

/** A chain of a tenant against the heads that were kept outside the store. `known`: heads that the asker has kept. */
export async function judgeChain(
  chain: keyof typeof verifyByChain,
  db: Db,
  anchors: ChainAnchors,
  tenant: TenantId,
  known: readonly ChainHead[] = [],
): Promise<JudgedChain> {
  const kept = await anchors.read(tenant, chain);
  const verdict = await verifyByChain[chain](db, tenant, [...kept.anchors, ...known]);
  const intact = verdict.intact && !kept.broken;
  return { ...verdict, intact, anchor: kept.anchors.at(-1), anchorsBroken: kept.broken };
}

/** Keeps the heads of the chains of these tenants as they are now. */
export async function anchorChains(
  db: Db,
  anchors: ChainAnchors,
  tenants: readonly TenantId[],
  now: Timestamp,
): Promise<void> {
  for (const tenant of tenants) {
    const heads = { ledger: await readLedgerHead(db, tenant), audit: await readAuditHead(db, tenant) };
    if (heads.ledger.sequence > 0) await anchors.note(tenant, 'ledger', heads.ledger, now);
    if (heads.audit.sequence > 0) await anchors.note(tenant, 'audit', heads.audit, now);
  }
}
