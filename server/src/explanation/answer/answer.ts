// What the model is asked for: typed claims over ids of the pack. It writes words and slots; code fills in every value.
import { z } from 'zod';

export const claimTypes = ['change', 'order', 'cause', 'impact', 'forecast', 'absence', 'comparison', 'hedge'] as const;

const Id = z.string();

export const AnswerClaim = z.strictObject({
  text: z.string(),
  type: z.enum(claimTypes),
  subject: Id.nullable(),
  object: Id.nullable(),
  evidence: z.array(Id),
  polarity: z.enum(['asserts', 'denies']),
});

export const Answer = z.strictObject({
  summary: z.array(AnswerClaim),
  rootCause: z.strictObject({
    hypothesis: Id.nullable(),
    why: z.array(AnswerClaim),
    whyNot: z.array(z.strictObject({ hypothesis: Id, because: z.array(AnswerClaim) })),
  }),
  timeline: z.array(Id),
  prediction: z.array(z.strictObject({ forecast: Id, meaning: z.array(AnswerClaim) })),
  actions: z.array(z.strictObject({ action: Id, target: Id, reason: z.array(AnswerClaim) })),
  confidence: z.enum(['low', 'medium', 'high']),
});

export type AnswerClaim = z.infer<typeof AnswerClaim>;
export type Answer = z.infer<typeof Answer>;
export type ClaimType = AnswerClaim['type'];

/** As the strict modes of providers want it: every property required, nothing beside them. */
export const answerSchema: object = z.toJSONSchema(Answer, { target: 'draft-7' });

export type ClaimPlace = 'summary' | 'why' | 'whyNot' | 'prediction' | 'action';

export interface PlacedClaim {
  readonly index: number;
  readonly place: ClaimPlace;
  readonly claim: AnswerClaim;
  /** Of `whyNot` and `prediction` the id that it stands under, of `action` the place of its action in the list. */
  readonly under?: string;
}

/** All claims in the order in which they are told; the index names one in verdicts and in a repair. */
export function claimsOf(answer: Answer): PlacedClaim[] {
  const placed: Omit<PlacedClaim, 'index'>[] = [
    ...answer.summary.map((claim) => ({ place: 'summary' as const, claim })),
    ...answer.rootCause.why.map((claim) => ({ place: 'why' as const, claim })),
    ...answer.rootCause.whyNot.flatMap(({ hypothesis, because }) =>
      because.map((claim) => ({ place: 'whyNot' as const, under: hypothesis, claim })),
    ),
    ...answer.prediction.flatMap(({ forecast, meaning }) =>
      meaning.map((claim) => ({ place: 'prediction' as const, under: forecast, claim })),
    ),
    ...answer.actions.flatMap(({ reason }, at) =>
      reason.map((claim) => ({ place: 'action' as const, under: String(at), claim })),
    ),
  ];
  return placed.map((claim, index) => ({ ...claim, index }));
}
