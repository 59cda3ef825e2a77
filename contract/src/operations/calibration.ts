import { z } from 'zod';
import { offered, operation } from '../operation.ts';
import { Duration, EntityRef, FailureName, PositiveDuration, Probability, rangeInput, Time } from '../shapes.ts';

export const OutcomeCounts = z.object({
  hit: z.number().int(),
  miss: z.number().int(),
  acted: z.number().int().describe('somebody acted, so nobody can say; not scored'),
  undecidable: z.number().int().describe('too little telemetry to say; not scored'),
  pending: z.number().int(),
});

export const ReliabilityBin = z.object({
  from: Probability,
  to: Probability,
  forecasts: z.number().int(),
  hits: z.number().int(),
  weight: z.number().describe('forecasts that these stand for'),
  said: Probability.describe('mean of what was said'),
  came: Probability.describe('share that came true'),
  low: Probability.describe('90 % interval of Jeffreys'),
  high: Probability,
});

export const BrierSplit = z
  .object({
    score: z.number(),
    baseRate: Probability.describe('share that came true'),
    uncertainty: z.number().describe('score of always saying the base rate'),
    reliability: z.number().describe('lost by saying other than what happens'),
    resolution: z.number().describe('gained by telling apart'),
    within: z.number().describe('what ten groups do not see'),
    skill: z.number().nullable().describe('1 - score / uncertainty; null when all or none came true'),
  })
  .describe('score = reliability - resolution + uncertainty + within');

const Part = z.object({
  calls: OutcomeCounts,
  said: Probability.nullable().describe('mean of what was said'),
  came: Probability.nullable(),
  skill: z.number().nullable(),
  falseWarnings: z.number().int(),
  onsets: z.number().int(),
  caught: z.number().int().describe('failures with a call at least 5 minutes ahead'),
  leadMedian: Duration.nullable().describe('over all failures; missed ones count as 0'),
});

export const getCalibration = operation({
  name: 'getCalibration',
  summary: 'How right we were: reliability, Brier score, precision, recall and lead, from the ledger alone.',
  kind: 'query',
  route: 'GET /api/v1/calibration',
  role: 'viewer',
  tool: offered(),
  input: z.object({
    scope: z
      .enum(['shown', 'all'])
      .default('shown')
      .describe('shown: each call once in each ten-percent group that it reached; all: every forecast by weight'),
    failure: FailureName.optional(),
    entity: z.string().max(200).optional(),
    horizon: PositiveDuration.optional(),
    ...rangeInput,
  }),
  output: z.object({
    from: Time,
    to: Time,
    simulated: z.boolean().describe('the telemetry is of a simulator, and so is the record'),
    replayedUntil: Time.nullable().describe('calls issued before are of a replay of stored history'),
    forecasts: OutcomeCounts.describe('of the scope; hits and misses are scored'),
    brier: BrierSplit.nullable(),
    brierWithActed: BrierSplit.nullable().describe('with what was acted upon counted by what happened then'),
    eceWidth: Probability.nullable().describe('expected calibration error over ten groups of equal width'),
    eceMass: Probability.nullable().describe('the same over ten groups of equal mass'),
    equalWidth: z.array(ReliabilityBin),
    equalMass: z.array(ReliabilityBin),
    calls: OutcomeCounts.describe('predictions, each judged at its first horizon'),
    record: z
      .array(
        z.object({
          prediction: z.string(),
          entity: EntityRef,
          failure: FailureName,
          issuedAt: Time,
          horizon: Duration,
          said: Probability.describe('at first'),
          most: Probability.describe('at most'),
          outcome: z.enum(['pending', 'hit', 'miss', 'acted', 'undecidable']),
          warned: z.boolean(),
          inPercent: z.boolean().describe('told in percent at some time, not as a band alone'),
          row: z.number().int().describe('of the ledger'),
        }),
      )
      .describe('the newest 500 calls, oldest first'),
    points: z
      .array(
        z.object({
          threshold: Probability,
          calls: z.number().int(),
          hits: z.number().int(),
          precision: Probability.nullable(),
          low: Probability,
          high: Probability,
          caught: z.number().int(),
          recall: Probability.nullable(),
        }),
      )
      .describe('calls that said at least the threshold at some time'),
    onsets: z.number().int().describe('failures that began, called or not'),
    actedOnsets: z.number().int().describe('failures that began although somebody had acted; not in onsets'),
    lead: z.object({
      missed: z.number().int(),
      bins: z.array(z.object({ from: Duration, to: Duration.nullable(), onsets: z.number().int() })),
      median: Duration.nullable().describe('over all failures; missed ones count as 0'),
      tenth: Duration.nullable(),
      medianOfCalled: Duration.nullable(),
      tenthOfCalled: Duration.nullable(),
    }),
    days: z.number().describe('of the range that the ledger covers'),
    falseWarnings: z.number().int(),
    falseWarningsPerDay: z.number().nullable(),
    nextClosesAt: Time.nullable().describe('when the next open call is judged at the latest'),
    byFailure: z.array(Part.extend({ failure: FailureName, forecast: z.boolean().describe('this kind is forecast') })),
    byEntity: z.array(Part.extend({ entity: EntityRef })).describe('most failures and calls first, at most 100'),
    byHorizon: z.array(Part.extend({ horizon: Duration })),
    byTier: z
      .array(
        z.object({
          tier: z.string().describe('such as exhaustion, hazard, trees, stack'),
          inShadow: z.boolean().describe('written down and decides nothing'),
          forecasts: z.number().int().describe('of the scope, decided, of which it spoke'),
          said: Probability,
          came: Probability,
          skill: z.number().nullable(),
          toldSkill: z.number().nullable().describe('of what was told of the same forecasts'),
        }),
      )
      .describe('how right each tier alone was, those in shadow last; scope all has what nobody was shown'),
  }),
  errors: ['input-invalid'],
});
