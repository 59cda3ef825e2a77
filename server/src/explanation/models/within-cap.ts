// A language model that asks for money before each request, and gives back what the request did not cost.
import { failure, success } from '@foreshock/model/known-error.ts';
import { costOf, dollarWords, type ModelPrice, mostCostOf } from '@foreshock/model/model-spend.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import type { Clock } from '../../base/clock.ts';
import type { MetadataDatabase } from '../../store/metadata/database.ts';
import { type ReachedCap, reserveSpend, type SpendCaps, settleSpend } from '../../store/metadata/model-spend.ts';
import type { LanguageModel, SpendGate } from './language-model.ts';

export interface CapOptions {
  readonly db: MetadataDatabase;
  readonly clock: Clock;
  readonly tenant: TenantId;
  readonly price: ModelPrice;
  readonly caps: SpendCaps;
  /** Told each time a request is held back. */
  readonly onReached?: (reached: ReachedCap) => void;
}

/** The same model. Its `model-cap-reached` says which cap; every other duty is unchanged. */
export function withinCap(
  model: LanguageModel,
  { db, clock, tenant, price, caps, onReached }: CapOptions,
): LanguageModel {
  const spend: SpendGate = {
    async reserve(bodyBytes, maxTokens) {
      // Settled on the day of the reservation, whatever the clock says by then.
      const line = { tenant, model: model.name, now: clock.now() };
      const most = mostCostOf(price, bodyBytes, maxTokens);
      const reached = await reserveSpend(db, line, most, caps);
      if (reached) {
        onReached?.(reached);
        const whose = reached.cap === 'project' ? 'this project' : 'this server';
        return failure('model-cap-reached', `today's cap of ${dollarWords(reached.capMicros)} for ${whose} is spent`);
      }
      return success({
        async settle(used) {
          const { inputTokens, outputTokens } = typeof used === 'object' ? used : NOTHING;
          // A server may count more than it was allowed; that is then paid, and stands.
          const cost = used === 'unknown' ? most : costOf(price, inputTokens, outputTokens);
          await settleSpend(db, line, { unused: most - cost, inputTokens, outputTokens });
          return cost;
        },
      });
    },
  };
  return { name: model.name, complete: (request) => model.complete({ ...request, spend }) };
}

const NOTHING = { inputTokens: 0, outputTokens: 0 };
