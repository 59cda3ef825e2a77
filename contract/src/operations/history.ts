import { z } from 'zod';
import { offered, operation, withheld } from '../operation.ts';
import { FailureName, Probability, Time } from '../shapes.ts';
import { Onset, ReplayedCall, ReplayedRecord } from './warnings.ts';

/** `none`: nothing was there before; `learning`, `review`: nothing notifies. */
export const HistoryState = z.enum(['none', 'learning', 'review', 'notifying']);

const HistoryView = z.object({
  state: HistoryState.describe(
    'none: there was no history; learning: it is being walked through; review: learnt, and nobody has looked; notifying',
  ),
  version: z.number().int().describe('0 while nothing was decided'),
  simulated: z.boolean(),
  from: Time.nullable(),
  to: Time.nullable().describe('what was called before is a backtest'),
  learntUntil: Time.nullable(),
  share: Probability.describe('of the history that is learnt'),
  minutesLeft: z.number().int().min(0),
  startedAt: Time.nullable().describe('when somebody let notifications begin'),
  startedBy: z.string().nullable(),
});

export const getHistory = operation({
  name: 'getHistory',
  summary: 'How far the telemetry that was there before is learnt, and whether anything notifies yet.',
  kind: 'query',
  route: 'GET /api/v1/history',
  role: 'viewer',
  tool: offered(),
  input: z.object({}),
  output: HistoryView,
  errors: [],
});

export const getBacktest = operation({
  name: 'getBacktest',
  summary: 'What would have been told over the history that was learnt, under the present policy.',
  kind: 'query',
  route: 'GET /api/v1/history/backtest',
  role: 'viewer',
  tool: offered(),
  input: z.object({}),
  output: z.object({
    from: Time,
    to: Time,
    simulated: z.boolean(),
    forecasts: z.number().int(),
    late: z.number().int().describe('left out: their data came after the decision'),
    incidents: z.number().int().describe('that were found in it'),
    onsets: z.number().int().describe('failures that began'),
    record: ReplayedRecord,
    pagesPerWeek: z.number().nullable().describe('null for less than a day'),
    days: z.array(
      z.object({
        from: Time,
        calls: z.number().int(),
        pages: z.number().int(),
        falsePages: z.number().int(),
        onsets: z.number().int(),
        caught: z.number().int(),
        paged: z.number().int(),
      }),
    ),
    failures: z.array(ReplayedRecord.extend({ failure: FailureName, onsets: z.number().int() })),
    calls: z.array(ReplayedCall.extend({ page: z.boolean() })).describe('newest first, at most 100'),
    missed: z.array(Onset).describe('newest first, at most 100'),
  }),
  errors: ['state-conflict', 'input-invalid'],
});

export const startNotifying = operation({
  name: 'startNotifying',
  summary: 'Lets notifications begin once the backtest over history has been looked at.',
  kind: 'command',
  route: 'POST /api/v1/history/notifying',
  role: 'editor',
  tool: withheld('decides who is told'),
  input: z.object({ basedOn: z.number().int().min(0).describe('version that was looked at') }),
  output: HistoryView,
  errors: ['state-conflict'],
});
