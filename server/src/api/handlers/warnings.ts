import type { OutputOf, ParsedInputOf } from '@foreshock/contract/operation.ts';
import type { getWarningPolicy, replayWarnings } from '@foreshock/contract/operations/warnings.ts';
import type { Failure } from '@foreshock/model/failure.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import { DAY, formatTime } from '@foreshock/model/time.ts';
import type { WarningPolicy } from '@foreshock/model/warning-policy.ts';
import type { ReplayWarnings } from '@foreshock/model/warning-replay.ts';
import { selectScoredRows } from '../../store/metadata/ledger.ts';
import { findTenant } from '../../store/metadata/tenants.ts';
import {
  changeWarningPolicy,
  findWarningPolicy,
  type KeptWarningPolicy,
} from '../../store/metadata/warning-policies.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { resolveRange } from '../time-range.ts';
import { viewReplay } from '../views/replay-view.ts';

type PolicyView = OutputOf<typeof getWarningPolicy>;
type PolicyInput = Pick<ParsedInputOf<typeof replayWarnings>, 'thresholds' | 'pagesPerWeek'>;

const USUAL_RANGE = 7 * DAY;
/** Each is read and decided upon twice while others wait. */
const MOST_ROWS = 300_000;

export function warningHandlers(
  { db, clock, directories }: HandlerTools,
  replay: ReplayWarnings,
): Pick<Handlers, 'getWarningPolicy' | 'changeWarningPolicy' | 'replayWarnings'> {
  return {
    async getWarningPolicy({ caller }) {
      return success(viewPolicy(await findWarningPolicy(db, caller.tenant)));
    },

    async changeWarningPolicy({ input, caller }) {
      const policy = policyOf(input);
      if (!policy.ok) return policy;
      const change = { basedOn: input.basedOn, policy: policy.value, by: caller.name, now: clock.now() };
      const changed = await changeWarningPolicy(db, caller.tenant, change);
      return changed.ok ? success(viewPolicy(changed.value)) : changed;
    },

    async replayWarnings({ input, caller }) {
      const policy = policyOf(input);
      if (!policy.ok) return policy;
      const range = resolveRange(input, clock.now(), USUAL_RANGE);
      if (!range.ok) return range;
      const { from } = range.value;
      const rows = await selectScoredRows(db, caller.tenant, { forecasts: 'possible', from, most: MOST_ROWS });
      const record = await selectScoredRows(db, caller.tenant, { forecasts: 'shown', from: 0, most: MOST_ROWS });
      if (!rows || !record)
        return failure(
          'input-invalid',
          `the range holds more than ${MOST_ROWS} rows of the ledger: choose a shorter one`,
        );
      const inForce = await findWarningPolicy(db, caller.tenant);
      const replayed = replay(rows, record, range.value, inForce.policy, policy.value);
      const newest = new Map<Failure, number>();
      for (const { entry } of rows) if (entry.type === 'forecast') newest.set(entry.failure, entry.threshold);
      const tenant = await findTenant(db, caller.tenant);
      return success({
        from: formatTime(from),
        to: formatTime(range.value.to),
        simulated: tenant?.settings.simulated === true,
        ...viewReplay(replayed, await directories.of(caller.tenant)),
        failures: [...newest].map(([name, threshold]) => ({ failure: name, threshold })),
      });
    },
  };
}

function policyOf({ thresholds, pagesPerWeek }: PolicyInput): Result<WarningPolicy> {
  const names = thresholds.map((one) => one.failure);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    return failure('input-invalid', `thresholds: ${twice} is there twice; give it one threshold`);
  return success({
    thresholds: Object.fromEntries(thresholds.map((one) => [one.failure, one.probability])),
    ...(pagesPerWeek !== undefined && { pagesPerWeek }),
  });
}

function viewPolicy({ version, policy, changedAt, changedBy }: KeptWarningPolicy): PolicyView {
  return {
    version,
    // The keys are of the list of failures: kept values were checked.
    thresholds: (Object.entries(policy.thresholds) as [Failure, number][]).map(([name, probability]) => ({
      failure: name,
      probability,
    })),
    pagesPerWeek: policy.pagesPerWeek ?? null,
    changedAt: changedAt === undefined ? null : formatTime(changedAt),
    changedBy: changedBy ?? null,
  };
}
