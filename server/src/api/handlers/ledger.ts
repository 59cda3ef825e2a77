import { success } from '@foreshock/model/known-error.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import { formatTime } from '@foreshock/model/time.ts';
import type { ChainAnchors } from '../../store/metadata/chain-anchors.ts';
import { judgeLedger } from '../../store/metadata/judge-ledger.ts';
import { listLedger } from '../../store/metadata/ledger.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';

export function ledgerHandlers(
  { db, clock }: HandlerTools,
  anchors: ChainAnchors,
): Pick<Handlers, 'listLedger' | 'verifyLedger'> {
  return {
    async listLedger({ input, caller }) {
      const { type, prediction, failure, order, limit, cursor } = input;
      const page = await listLedger(db, caller.tenant, {
        order,
        limit,
        ...(type !== undefined && { type }),
        ...(prediction !== undefined && { prediction: prediction as PredictionId }),
        ...(failure !== undefined && { failure }),
        ...(cursor !== undefined && { cursor }),
      });
      if (!page.ok) return page;
      const items = page.value.items.map((row) => ({ ...row, entry: { ...row.entry } }));
      return success({ items, next: page.value.next ?? null });
    },

    async verifyLedger({ caller }) {
      const { anchor, faults, ...verdict } = await judgeLedger(db, anchors, caller.tenant);
      return success({
        ...verdict,
        checkedAt: formatTime(clock.now()),
        anchor: anchor ? { ...anchor, notedAt: formatTime(anchor.notedAt) } : null,
        faults: [...faults],
      });
    },
  };
}
