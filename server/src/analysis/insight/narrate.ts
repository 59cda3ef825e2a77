// The story without a language model: sentences made from stored facts, each with the ids that it rests on.
import type { Claim, Narrative } from '@foreshock/model/claim.ts';
import type { Entity, EntityId } from '@foreshock/model/entity.ts';
import type { Evidence } from '@foreshock/model/evidence.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import type { Hypothesis } from '@foreshock/model/hypothesis.ts';
import { causeClaims } from '@foreshock/model/wording/cause-claims.ts';
import { failureWords } from '@foreshock/model/wording/failure-words.ts';
import { describeFact } from '@foreshock/model/wording/measure-words.ts';
import { likelihoodWord } from '@foreshock/model/wording/odds-words.ts';
import { hashId } from '../../base/crypto/digest.ts';

export interface Story {
  readonly of: string;
  readonly entity: EntityId;
  readonly entities: ReadonlyMap<EntityId, Entity>;
  /** In the order to be told. */
  readonly evidence: readonly Evidence[];
  readonly hypotheses: readonly Hypothesis[];
  /** Of a prediction. */
  readonly coming?: { readonly failure: Failure; readonly probability: number | undefined };
}

const TOLD = 4;

export function narrate(story: Story): Narrative {
  const claims: Claim[] = [];
  const say = (text: string, evidence: readonly string[]): void => {
    claims.push({ id: hashId('clm_', story.of, text), text, verdict: 'verified', evidence });
  };
  const facts = story.evidence.filter((evidence) => evidence.stance !== 'against');
  for (const evidence of facts.slice(0, TOLD)) say(factSentence(evidence, story.entities), [evidence.id]);
  for (const claim of causeClaims(story.hypotheses, story.evidence)) say(claim.text, claim.evidence);
  for (const evidence of story.evidence.filter((fact) => fact.stance === 'against').slice(0, 1)) {
    say(`Against it: ${factSentence(evidence, story.entities)}`, [evidence.id]);
  }
  if (story.coming?.probability !== undefined) {
    const name = shortName(story.entity, story.entities);
    say(
      `It is ${likelihoodWord(story.coming.probability)} that ${name} comes to ${failureWords[story.coming.failure].verb}.`,
      facts.map((fact) => fact.id).slice(0, 1),
    );
  }
  return { by: 'template', claims };
}

function factSentence(evidence: Evidence, entities: ReadonlyMap<EntityId, Entity>): string {
  const name = shortName(evidence.entity, entities);
  return evidence.kind === 'change' ? `${name} ${describeFact(evidence)}.` : `${name}: ${describeFact(evidence)}.`;
}

function shortName(id: EntityId, entities: ReadonlyMap<EntityId, Entity>): string {
  const name = entities.get(id)?.name ?? id;
  return name.slice(name.lastIndexOf('/') + 1);
}
