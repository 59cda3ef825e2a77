import { sha256Hex } from '../base/crypto/digest.ts';
import { canonicalJson } from '../store/metadata/json-text.ts';
import type { EvidencePack } from './pack/evidence-pack.ts';

/**
 * The same for packs that tell of the same things under the same short ids: who, what moved which way, what led to what.
 * Values and times are left out: code fills them into an answer, and every check is made anew.
 */
export function evidenceHash({ entities, facts, hypotheses, forecasts, actions, harms }: EvidencePack): string {
  return sha256Hex(
    canonicalJson({
      entities: [...entities].map(([id, { kind, name, namespace }]) => [id, kind, name, namespace]),
      facts: [...facts.values()].map(({ id, entity, fact }) => [
        id,
        entity,
        fact.kind,
        fact.measure,
        fact.direction,
        fact.stance,
      ]),
      hypotheses: [...hypotheses.values()].map(({ id, entity, path, hypothesis, ...rest }) => [
        id,
        entity,
        path,
        hypothesis.cause,
        hypothesis.state,
        rest.for,
        rest.against,
      ]),
      forecasts: [...forecasts.values()].map(({ id, entity, prediction }) => [id, entity, prediction.failure]),
      actions,
      harms: [...harms],
    }),
  );
}
