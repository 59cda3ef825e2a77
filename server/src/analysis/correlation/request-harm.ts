import type { EntityId } from '@foreshock/model/entity.ts';
import { countAbove } from '@foreshock/model/latency-bins.ts';
import type { SpanRollup } from '@foreshock/model/rollup.ts';
import { isWaiting } from '../waiting-operations.ts';

/**
 * Share of user-facing requests of one minute that failed or were slow: server spans without a caller. `slowerThanMs`
 * gives the usual 95 % quantile of an entity, above which 5 % are slow on a good day; only the excess counts.
 * `undefined` when there were none.
 */
export function harmedShare(
  spans: readonly SpanRollup[],
  slowerThanMs: (entity: EntityId) => number | undefined,
): number | undefined {
  let all = 0;
  let harmed = 0;
  for (const span of spans) {
    if (span.side !== 'server' || span.peer !== '') continue;
    const limit = isWaiting(span.operation) ? undefined : slowerThanMs(span.entity);
    const slow = limit === undefined ? 0 : Math.max(0, countAbove(span.bins, 2 * limit) - 0.05 * span.count);
    all += span.count;
    harmed += Math.min(span.count, Math.max(span.errors, slow));
  }
  return all > 0 ? harmed / all : undefined;
}
