import { success } from '@foreshock/model/known-error.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import type { ChainAnchors } from '../../store/metadata/chain-anchors.ts';
import { judgeChain } from '../../store/metadata/judge-chain.ts';
import { listLedger } from '../../store/metadata/ledger.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { viewVerdict } from '../views/chain-view.ts';

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
      return success(viewVerdict(await judgeChain('ledger', db, anchors, caller.tenant), clock.now()));
    },
  };
}
