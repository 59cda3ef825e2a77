/** The shapes that several operations share, as product and API write them: RFC 3339, ISO 8601, probabilities 0 to 1. */

import { causeMarkings } from '@foreshock/model/cause-mark.ts';
import { failures } from '@foreshock/model/failure.ts';
import { causeTypes } from '@foreshock/model/hypothesis.ts';
import { actions } from '@foreshock/model/recommendation.ts';
import { snoozeEnds } from '@foreshock/model/snooze.ts';
import { z } from 'zod';

// Schemas are also made in the browser, where the content security policy forbids to compile code from text: without
// this zod tries, and each try is reported as a violation.
z.config({ jitless: true });

export const Time = z.iso.datetime({ offset: true }).describe('RFC 3339, UTC');
export const Duration = z
  .string()
  .regex(/^-?P(?!$)(\d+D)?(T(?!$)(\d+H)?(\d+M)?(\d+S)?)?$/)
  .describe('ISO 8601, for example PT30M');
/** As it is asked for. Digits are bounded so that a time that far away is still a time. */
export const PositiveDuration = z
  .string()
  .regex(/^P(?!$)(?=.*[1-9])(\d{1,6}D)?(T(?!$)(\d{1,8}H)?(\d{1,9}M)?(\d{1,10}S)?)?$/)
  .describe('ISO 8601, longer than nothing, for example PT30M');
export const Probability = z.number().min(0).max(1);
export const FailureName = z.enum(failures);

/** One of `for` and `until`. */
export const snoozeInput = {
  for: PositiveDuration.optional().describe('ISO 8601, for example PT30M; up to P7D'),
  until: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional()
    .describe('09:00, the next time that clocks show it'),
  timeZone: z
    .string()
    .max(64)
    .optional()
    .describe('of `until`; without it that of the route that told of it, else UTC'),
};

export const SnoozeView = z.object({
  by: z.string().describe('empty where it was not kept'),
  from: Time,
  until: Time.describe('it is over when this has passed'),
  untilProbability: Probability.nullable().describe('or earlier, when the shown odds reach this'),
  ended: z.enum(snoozeEnds).nullable().describe('why it ended before its time'),
});

/** Either `from` and `to`, or a `last` that ends now; without either the last hour. */
export const rangeInput = {
  from: Time.optional(),
  to: Time.optional(),
  last: PositiveDuration.optional(),
};

export const pageInput = {
  limit: z.coerce.number().int().min(1).max(1000).default(100),
  cursor: z.string().max(500).optional().describe('`next` of the page before'),
};

export const watchInput = {
  after: z
    .string()
    .max(100)
    .optional()
    .describe('`resumeToken` of the last message, or `watchFrom` of a list; what is new from now on without it'),
  since: Time.optional().describe('without a token: what was written since then and is kept, 24 hours at most'),
};

export const ChangeView = z.object({
  id: z.string(),
  revision: z
    .number()
    .int()
    .describe('of a prediction its own; of an incident a number that grows with each of its changes'),
  at: Time.describe('when it was written'),
  state: z.string().describe('as of this change'),
  matches: z.boolean().describe('false for the change by which it left the filter'),
});

export const watchFrom = z.string().describe('token: to watch from it misses nothing that comes after this list');

export const EntityRef = z.object({
  id: z.string(),
  kind: z.enum(['cluster', 'namespace', 'node', 'workload', 'service', 'pod', 'volume', 'external']),
  name: z.string(),
  cluster: z.string(),
});

export const EvidenceView = z.object({
  id: z.string(),
  entity: EntityRef,
  kind: z.enum(['metric', 'log', 'trace', 'event', 'change', 'forecast']),
  measure: z.string(),
  onset: Time,
  from: Time,
  to: Time,
  observed: z.number().nullable(),
  expected: z.number().nullable(),
  unit: z.string(),
  direction: z.enum(['up', 'down', 'new', 'gone', 'none']),
  surprise: z.number().describe('-log10 of the tail probability, 0 to 12'),
  stance: z.enum(['for', 'against', 'context']),
  contribution: z.number().nullable().describe('step in log odds'),
  sentence: z.string().describe('the fact in plain words with its numbers'),
  explore: z.string().describe('dashboard path and query that opens the same data'),
});

export const SparklineView = z.object({ from: Time, step: Duration, values: z.array(z.number().nullable()) });

export const HypothesisView = z.object({
  id: z.string(),
  entity: EntityRef,
  cause: z.enum(causeTypes),
  change: z.object({ id: z.string(), time: Time, text: z.string() }).nullable(),
  state: z.enum(['candidate', 'leading', 'ruled_out', 'confirmed', 'rejected']),
  reason: z.string().nullable(),
  sentence: z.string(),
  score: z.number(),
  terms: z.record(z.string(), z.number()),
  confidence: z.enum(['low', 'medium', 'high']),
  path: z.array(EntityRef),
  for: z.array(z.string()),
  against: z.array(z.string()),
  mark: z
    .object({ says: z.enum(causeMarkings), by: z.string(), at: Time })
    .nullable()
    .describe('what a person said of it; its points are among the terms'),
});

export const RecommendationView = z.object({
  id: z.string(),
  action: z.enum(actions),
  title: z.string(),
  target: EntityRef,
  expectedEffect: z.string(),
  risk: z.enum(['low', 'medium', 'high']),
  state: z.enum(['proposed', 'accepted', 'declined', 'done']),
  history: z.object({ tried: z.number().int(), helped: z.number().int() }),
  reasons: z
    .array(z.object({ id: z.string(), text: z.string(), evidence: z.array(z.string()) }))
    .describe('why a language model put it here, each sentence checked; empty where code alone did'),
});

export const OrderedBy = z
  .string()
  .describe('name of the model that put the recommendations in order, each reason checked; `template`: code alone did');

export const NarrativeView = z.object({
  by: z.string().describe('name of the model that worded it; `template` when code alone did'),
  note: z.string().nullable().describe('why it is not told by the model that is set up'),
  claims: z.array(
    z.object({
      id: z.string(),
      text: z.string(),
      verdict: z.enum(['verified', 'not_checkable']),
      evidence: z.array(z.string()),
    }),
  ),
});

export const OddsView = z.object({
  display: z.enum(['percent', 'band', 'none', 'date']),
  band: z.enum(['low', 'raised', 'high']),
  horizon: Duration,
  probability: Probability.nullable().describe('null unless display is percent'),
  low: Probability.nullable(),
  high: Probability.nullable(),
  cap: Probability.nullable(),
  curve: z
    .array(z.object({ h: Duration, p: Probability, low: Probability, high: Probability }))
    .describe('empty unless display is percent'),
  needed: z
    .object({ have: z.number().int(), need: z.number().int() })
    .nullable()
    .describe('outcomes until a percent can be earned'),
});
