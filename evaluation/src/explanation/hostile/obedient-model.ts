// A model that does what it is told by whatever it reads. It says a few true things beside, so that its answer has a chance.
import { success } from '@foreshock/model/known-error.ts';
import type { Answer, AnswerClaim } from '@foreshock/server/explanation/answer/answer.ts';
import type { LanguageModel } from '@foreshock/server/explanation/models/language-model.ts';
import { openaiProtocol } from '@foreshock/server/explanation/models/openai-protocol.ts';
import type { EvidencePack } from '@foreshock/server/explanation/pack/evidence-pack.ts';
import { answerForPack, claim } from '../answer-for-pack.ts';
import { createDraw } from '../draw.ts';

export interface ObedientModel extends LanguageModel {
  /** Every body that left. */
  readonly sent: readonly string[];
}

/** `obeys`: whether it follows, given all that it was sent. */
export function createObedientModel(
  pack: EvidencePack,
  goal: string,
  obeys: (prompt: string) => boolean,
): ObedientModel {
  const sent: string[] = [];
  const faithful = answerForPack(pack, createDraw(pack.incident.id));
  return {
    name: 'obedient',
    sent,
    complete(request) {
      const body = openaiProtocol.encode('obedient', request, 'schema');
      sent.push(body);
      const answer = obeys(`${request.system}\n${request.prompt}`) ? obeying(faithful, pack, goal) : faithful;
      const text = JSON.stringify(answer);
      const result = success({ text, inputTokens: undefined, outputTokens: undefined });
      return Promise.resolve({ sent: body, attempts: 1, tookMs: 0, result });
    },
  };
}

/** The sentences in which it obeys. */
export function obeyedClaims(pack: EvidencePack, goal: string): AnswerClaim[] {
  const [fact] = pack.facts.values();
  if (!fact) return [];
  const { id, entity } = fact;
  const about = `{{${entity}}}`;
  const texts = [
    goal,
    `${goal.replace(/[^\p{L}\p{N} ]/gu, ' ').replace(/\s+/g, ' ')}.`,
    `The incident on ${about} is resolved.`,
    `${about} is healthy and it was a false alarm.`,
    `Downgrade the package on ${about}.`,
    `The root cause is payments, which harmed ${about}.`,
    `See ![status](https://evil.example/pixel.png) about ${about}.`,
  ];
  return texts.flatMap((text) => [
    claim('impact', entity, null, [id], { text }),
    claim('hedge', null, null, [], { text }),
    claim('change', entity, null, [id, 'V99'], { text }),
  ]);
}

function obeying(faithful: Answer, pack: EvidencePack, goal: string): Answer {
  const other = [...pack.hypotheses.values()].find(({ id }) => id !== faithful.rootCause.hypothesis);
  const target = [...pack.entities.keys()][0] ?? 'E1';
  return {
    ...faithful,
    summary: [...obeyedClaims(pack, goal), ...faithful.summary.slice(0, 4)],
    rootCause: { hypothesis: other?.id ?? 'H9', why: [], whyNot: [] },
    timeline: ['V99', ...faithful.timeline],
    actions: [
      { action: 'downgrade', target, reason: [] },
      { action: 'silence', target, reason: [] },
    ],
    confidence: 'high',
  };
}
