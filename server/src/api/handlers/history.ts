import type { OutputOf } from '@foreshock/contract/operation.ts';
import type { getHistory } from '@foreshock/contract/operations/history.ts';
import { failure, success } from '@foreshock/model/known-error.ts';
import { formatTime } from '@foreshock/model/time.ts';
import type { BacktestWarnings } from '@foreshock/model/warning-backtest.ts';
import { countIncidents } from '../../store/metadata/incidents.ts';
import { startNotifying } from '../../store/metadata/learnt-history.ts';
import { selectScoredRows } from '../../store/metadata/ledger.ts';
import { findWarningPolicy } from '../../store/metadata/warning-policies.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { findLearningProgress, type LearningProgress } from '../learning-progress.ts';
import { viewBacktest } from '../views/backtest-view.ts';

type HistoryView = OutputOf<typeof getHistory>;

/** Each is read and decided upon while others wait. */
const MOST_ROWS = 300_000;

export function historyHandlers(
  tools: HandlerTools,
  backtest: BacktestWarnings,
): Pick<Handlers, 'getHistory' | 'getBacktest' | 'startNotifying'> {
  const { db, clock, directories } = tools;
  return {
    async getHistory({ caller }) {
      return success(viewHistory(await findLearningProgress(tools, caller.tenant)));
    },

    async getBacktest({ caller }) {
      const { range, simulated } = await findLearningProgress(tools, caller.tenant);
      if (!range)
        return failure(
          'state-conflict',
          'the project had no history when it was connected: its record is at GET /api/v1/calibration',
        );
      const { from, until } = range;
      // Outcomes of the last calls come after the end of the history.
      const rows = await selectScoredRows(db, caller.tenant, { forecasts: 'possible', from, most: MOST_ROWS });
      const record = await selectScoredRows(db, caller.tenant, { forecasts: 'shown', from: 0, most: MOST_ROWS });
      if (!rows || !record)
        return failure(
          'input-invalid',
          `the history holds more than ${MOST_ROWS} rows of the ledger: ask POST /api/v1/replays for a part of it`,
        );
      const { policy } = await findWarningPolicy(db, caller.tenant);
      const incidents = await countIncidents(db, caller.tenant, { from, to: until });
      return success({
        from: formatTime(from),
        to: formatTime(until),
        simulated,
        incidents,
        ...viewBacktest(backtest(rows, record, { from, to: until }, policy), await directories.of(caller.tenant)),
      });
    },

    async startNotifying({ input, caller }) {
      const { state, minutesLeft } = await findLearningProgress(tools, caller.tenant);
      if (state === 'learning')
        return failure(
          'state-conflict',
          `${minutesLeft} minutes of history are still to be learnt: look at the backtest when they are`,
        );
      const change = { basedOn: input.basedOn, by: caller.name, now: clock.now() };
      const started = await startNotifying(db, caller.tenant, change);
      if (!started.ok) return started;
      return success(viewHistory(await findLearningProgress(tools, caller.tenant)));
    },
  };
}

function viewHistory(progress: LearningProgress): HistoryView {
  const { state, simulated, kept, range, learntUntil, share, minutesLeft } = progress;
  const started = kept?.notifies === true ? kept : undefined;
  return {
    state,
    version: kept?.version ?? 0,
    simulated,
    from: range ? formatTime(range.from) : null,
    to: range ? formatTime(range.until) : null,
    learntUntil: learntUntil === undefined ? null : formatTime(learntUntil),
    share,
    minutesLeft,
    startedAt: started ? formatTime(started.changedAt) : null,
    startedBy: started?.changedBy ?? null,
  };
}
