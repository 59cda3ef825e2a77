import { z } from 'zod';
import { offered, operation, withheld } from '../operation.ts';
import { Duration, EntityRef, FailureName, Probability, rangeInput, Time } from '../shapes.ts';

const Threshold = z.object({
  failure: FailureName,
  probability: z.number().min(0.05).max(0.99).describe('from which a call is made'),
});

const policyInput = {
  thresholds: z
    .array(Threshold)
    .max(50)
    .default([])
    .describe('failures that are not named have what the record teaches'),
  pagesPerWeek: z.number().int().min(0).max(1_000).optional().describe('no limit without it'),
};

const PolicyView = z.object({
  version: z.number().int().describe('0 while the project has set nothing'),
  thresholds: z.array(Threshold),
  pagesPerWeek: z.number().int().nullable(),
  changedAt: Time.nullable(),
  changedBy: z.string().nullable(),
});

export const getWarningPolicy = operation({
  name: 'getWarningPolicy',
  summary: 'From which odds calls are made, and how many of them tell somebody in a week.',
  kind: 'query',
  route: 'GET /api/v1/warning-policy',
  role: 'viewer',
  tool: offered(),
  input: z.object({}),
  output: PolicyView,
  errors: [],
});

export const changeWarningPolicy = operation({
  name: 'changeWarningPolicy',
  summary: 'Sets when calls are made and told, from the next minute on. What is left out is as the record teaches.',
  kind: 'command',
  route: 'POST /api/v1/warning-policy',
  role: 'editor',
  tool: withheld('decides who is told'),
  input: z.object({
    basedOn: z.number().int().min(0).describe('version that the change was made from'),
    ...policyInput,
  }),
  output: PolicyView,
  errors: ['input-invalid', 'state-conflict'],
});

export const ReplayedRecord = z.object({
  calls: z.number().int(),
  pages: z.number().int().describe('calls that tell somebody'),
  hits: z.number().int().describe('pages that came true'),
  misses: z.number().int(),
  undecided: z.number().int(),
  caught: z.number().int().describe('failures with a call at least 5 minutes ahead'),
  paged: z.number().int().describe('of these with a page'),
  leadMedian: Duration.nullable().describe('over the failures that were caught'),
});

export const ReplayedCall = z.object({
  entity: EntityRef,
  failure: FailureName,
  issuedAt: Time,
  horizon: Duration,
  probability: Probability,
  outcome: z.enum(['pending', 'hit', 'miss', 'acted', 'undecidable']),
  onsetAt: Time.nullable(),
  row: z.number().int().describe('of the ledger'),
  prediction: z.string().nullable().describe('that the row was shown under; null when nobody was shown it'),
});

export const Onset = z.object({ entity: EntityRef, failure: FailureName, onsetAt: Time });

export const replayWarnings = operation({
  name: 'replayWarnings',
  summary: 'What other thresholds or another budget would have told: every forecast of the ledger decided upon again.',
  kind: 'query',
  route: 'POST /api/v1/replays',
  role: 'viewer',
  tool: offered(),
  input: z.object({ ...policyInput, ...rangeInput }),
  output: z.object({
    from: Time,
    to: Time,
    simulated: z.boolean(),
    forecasts: z.number().int(),
    late: z.number().int().describe('left out: their data came after the decision'),
    onsets: z.number().int().describe('failures that began'),
    real: ReplayedRecord.describe('as it was'),
    before: ReplayedRecord.describe('decided again with what is set now'),
    after: ReplayedRecord.describe('decided again with what was asked'),
    pagesAdded: z.array(ReplayedCall),
    pagesRemoved: z.array(ReplayedCall),
    caught: z.array(Onset).describe('failures that only the asked policy catches'),
    lost: z.array(Onset),
    leadGained: z.string().nullable().describe('ISO 8601, median over failures that both catch; negative when later'),
    failures: z
      .array(z.object({ failure: FailureName, threshold: Probability }))
      .describe('kinds that are forecast, with the newest threshold in force'),
  }),
  errors: ['input-invalid'],
});
