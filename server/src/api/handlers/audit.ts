import { success } from '@foreshock/model/known-error.ts';
import { formatTime } from '@foreshock/model/time.ts';
import { listAudit } from '../../store/metadata/audit.ts';
import type { ChainAnchors } from '../../store/metadata/chain-anchors.ts';
import { judgeChain } from '../../store/metadata/judge-chain.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { viewVerdict } from '../views/chain-view.ts';

export function auditHandlers(
  { db, clock }: HandlerTools,
  anchors: ChainAnchors,
): Pick<Handlers, 'listAudit' | 'verifyAudit'> {
  return {
    async listAudit({ input: { limit, cursor }, caller }) {
      const page = await listAudit(db, caller.tenant, { limit, ...(cursor !== undefined && { cursor }) });
      if (!page.ok) return page;
      const items = page.value.items.map(({ sequence, time, entry, hash }) => ({
        sequence,
        time: formatTime(time),
        ...entry,
        details: { ...entry.details },
        hash,
      }));
      return success({ items, next: page.value.next ?? null });
    },

    async verifyAudit({ caller }) {
      return success(viewVerdict(await judgeChain('audit', db, anchors, caller.tenant), clock.now()));
    },
  };
}
