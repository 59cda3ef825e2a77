import { drillKinds, drillMinutes } from '@foreshock/model/drill.ts';
import { z } from 'zod';
import { offered, operation, withheld } from '../operation.ts';
import { Duration, FailureName, Time } from '../shapes.ts';

const DrillView = z.object({
  id: z.string(),
  kind: z.enum(drillKinds),
  namespace: z.string(),
  target: z.string().nullable().describe('workload that it was to begin at; null where the kind chose'),
  state: z
    .enum(['requested', 'running', 'settling', 'done', 'refused', 'lost'])
    .describe('settling: the fault is repaired, and what it left is still read; lost: nobody can say how it ended'),
  reason: z.string().nullable().describe('why it was refused or lost'),
  requestedAt: Time,
  requestedBy: z.string(),
  stoppedBy: z.string().nullable(),
  course: Duration.describe('until the resource is used up, or every look-up fails, about'),
  endsBy: Time.describe('the fault is repaired by then, whatever comes of it'),
  startedAt: Time.nullable().describe('when the fault began'),
  harmAt: Time.nullable().describe('when the harm began, by what makes the fault; null while there is none'),
  endedAt: Time.nullable().describe('when the fault was repaired'),
  fault: z
    .object({ variant: z.string(), failure: FailureName, rootCause: z.string() })
    .nullable()
    .describe('what was done, and where: the truth that the findings are held against'),
  result: z
    .object({
      until: Time.describe('end of the last minute that was analysed'),
      detected: z.boolean().describe('a call was told or an incident opened'),
      firstAnomalyAt: Time.nullable(),
      call: z
        .object({
          id: z.string(),
          failure: FailureName,
          issuedAt: Time,
          leadMs: z.number().nullable().describe('until the harm began; negative after it; null without harm'),
        })
        .nullable()
        .describe('the first one told'),
      incident: z
        .object({
          id: z.string(),
          detectedAt: Time,
          afterMs: z.number().describe('from the beginning of the fault'),
          afterHarmMs: z.number().nullable().describe('from the beginning of the harm; negative before it'),
        })
        .nullable()
        .describe('the first one opened'),
      causeRank: z
        .number()
        .int()
        .nullable()
        .describe('of the true cause in that incident, 1 for the first; null where it is not named'),
      hypotheses: z.number().int(),
      falseAlarms: z
        .array(z.string())
        .describe('ids of incidents and calls about what no fault of that time could reach'),
    })
    .nullable()
    .describe('what was found, as far as it is analysed; null before the first minute'),
});

const id = z.string().max(100);

export const startDrill = operation({
  name: 'startDrill',
  summary:
    'Makes a fault on purpose in the demo, to see whether it is foreseen and found. Only in a namespace with the label foreshock/drill=allowed, one at a time; it ends by itself.',
  kind: 'command',
  route: 'POST /api/v1/drills',
  role: 'editor',
  tool: withheld('makes a fault'),
  input: z.object({
    kind: z
      .enum(drillKinds)
      .describe(
        'memory: a leak; cpu: a noisy neighbour; pool: leaked connections; disk: a volume fills; dns: a name is gone',
      ),
    namespace: z.string().trim().min(1).max(100).default('shop'),
    target: z.string().trim().min(1).max(100).optional().describe('workload that it begins at'),
    minutes: z.number().int().min(drillMinutes.least).max(drillMinutes.most).default(drillMinutes.usual),
  }),
  output: DrillView,
  errors: ['input-invalid', 'state-conflict', 'store-unavailable'],
});

export const stopDrill = operation({
  name: 'stopDrill',
  summary: 'Repairs the fault of a drill now. What was found of it until then is still measured.',
  kind: 'command',
  route: 'POST /api/v1/drills/{id}/stop',
  role: 'editor',
  tool: withheld('changes a test that somebody runs'),
  input: z.object({ id }),
  output: DrillView,
  errors: ['drill-not-found'],
});

export const listDrills = operation({
  name: 'listDrills',
  summary: 'Faults that were made on purpose, newest first: whether each was foreseen and found, and how soon.',
  kind: 'query',
  route: 'GET /api/v1/drills',
  role: 'viewer',
  tool: offered(),
  input: z.object({ limit: z.coerce.number().int().min(1).max(200).default(50) }),
  output: z.object({
    possible: z.boolean().describe('here is what can make faults: the demo'),
    items: z.array(DrillView),
  }),
  errors: [],
});

export const getDrill = operation({
  name: 'getDrill',
  summary: 'One drill, as far as it is.',
  kind: 'query',
  route: 'GET /api/v1/drills/{id}',
  role: 'viewer',
  tool: offered(),
  input: z.object({ id }),
  output: DrillView,
  errors: ['drill-not-found'],
});
