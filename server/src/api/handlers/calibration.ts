import type { CalibrationQuestion, LedgerScoring } from '@foreshock/model/calibration.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import { failure, success } from '@foreshock/model/known-error.ts';
import { DAY, parseIsoDuration } from '@foreshock/model/time.ts';
import { listForecastFailures, selectLedgerEnds, selectScoredRows } from '../../store/metadata/ledger.ts';
import { findTenant, replayedUntil } from '../../store/metadata/tenants.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { resolveRange } from '../time-range.ts';
import { viewCalibration } from '../views/calibration-view.ts';

const USUAL_RANGE = 30 * DAY;
/** Each is read and added up while others wait. */
const MOST_ROWS = 300_000;

export function calibrationHandlers(
  { db, clock, directories }: HandlerTools,
  scoring: LedgerScoring,
): Pick<Handlers, 'getCalibration'> {
  return {
    async getCalibration({ input, caller }) {
      const range = resolveRange(input, clock.now(), USUAL_RANGE);
      if (!range.ok) return range;
      const horizon = input.horizon === undefined ? undefined : parseIsoDuration(input.horizon);
      const question: CalibrationQuestion = {
        scope: input.scope,
        range: range.value,
        ...(input.failure !== undefined && { failure: input.failure }),
        ...(input.entity !== undefined && { entity: input.entity as EntityId }),
        ...(horizon !== undefined && { horizon }),
      };
      const query = { forecasts: input.scope, from: range.value.from, most: MOST_ROWS };
      const rows = await selectScoredRows(db, caller.tenant, query);
      if (rows === undefined)
        return failure(
          'input-invalid',
          `the range holds more than ${MOST_ROWS} rows of the ledger: choose a shorter one`,
        );
      const ends = await selectLedgerEnds(db, caller.tenant);
      const tenant = await findTenant(db, caller.tenant);
      return success(
        viewCalibration(scoring.score(rows, ends, question), scoring.breakDown(rows, question), {
          range: range.value,
          forecastFailures: await listForecastFailures(db, caller.tenant),
          entities: await directories.of(caller.tenant),
          simulated: tenant?.settings.simulated === true,
          replayedUntil: tenant && replayedUntil(tenant.settings),
        }),
      );
    },
  };
}
