import { compareShares, FEWEST_PAIRS } from '@foreshock/model/compare-shadow.ts';
import { failure, success } from '@foreshock/model/known-error.ts';
import { defaultModelSettings, type ModelSettings } from '@foreshock/model/model-settings.ts';
import { type DaySpend, MICROS_PER_DOLLAR, type ModelPrice } from '@foreshock/model/model-spend.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, formatTime } from '@foreshock/model/time.ts';
import {
  changeModelSettings,
  findModelSettings,
  type ModelSettingsVersion,
} from '../../store/metadata/model-settings.ts';
import { listSpend, type SpendCaps, startOfDay, sumSpend } from '../../store/metadata/model-spend.ts';
import { countForgottenCalls, tallyComparedCalls } from '../../store/metadata/stories.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';

export interface ModelSetup {
  /** None: no model is set up. */
  readonly models: readonly {
    readonly role: 'named' | 'smaller' | 'shadow';
    readonly name: string;
    readonly price?: ModelPrice;
  }[];
  readonly keepDays: number;
  /** In force for a project with these settings. */
  readonly capsOf: (settings: ModelSettings) => SpendCaps;
}

/** Of each kind; far more than a verdict needs. */
const MOST_COMPARED = 2_000;

export function modelUsageHandlers(
  { db, clock }: HandlerTools,
  setup: ModelSetup,
): Pick<Handlers, 'getModelUsage' | 'changeModelSettings'> {
  const view = async (tenant: TenantId, { version, settings }: ModelSettingsVersion, days: number) => {
    const now = clock.now();
    const spend = await listSpend(db, tenant, now - (days - 1) * DAY);
    const [caps, defaults] = [setup.capsOf(settings), setup.capsOf(defaultModelSettings)];
    const today = spend.filter(({ day }) => day === startOfDay(now));
    const hasShadow = setup.models.some(({ role }) => role === 'shadow');
    const compared = hasShadow ? compareShares(await tallyComparedCalls(db, tenant, MOST_COMPARED)) : undefined;
    return {
      configured: setup.models.length > 0,
      models: setup.models.map(({ role, name, price }) => ({
        role,
        name,
        inputPrice: price?.input ?? null,
        outputPrice: price?.output ?? null,
      })),
      caps: {
        server: dollarsOf(caps.server),
        serverSpent: (await sumSpend(db, now)) / MICROS_PER_DOLLAR,
        project: dollarsOf(caps.project),
        projectDefault: dollarsOf(defaults.project),
        projectSpent: sum(today, 'micros') / MICROS_PER_DOLLAR,
      },
      days: spend.map(({ day, micros, ...rest }) => ({
        ...rest,
        day: formatTime(day).slice(0, 10),
        spent: micros / MICROS_PER_DOLLAR,
      })),
      costPerVerifiedClaim: costPerClaim(
        spend,
        setup.models.some(({ price }) => price !== undefined),
      ),
      keepDays: settings.keepDays ?? setup.keepDays,
      keepDaysDefault: setup.keepDays,
      forgotten: await countForgottenCalls(db, tenant),
      mayExport: settings.mayExport,
      version,
      shadow: compared
        ? {
            ...compared,
            needed: FEWEST_PAIRS,
            shownShare: compared.shownShare ?? null,
            shadowShare: compared.shadowShare ?? null,
          }
        : null,
    };
  };

  return {
    async getModelUsage({ input, caller }) {
      return success(await view(caller.tenant, await findModelSettings(db, caller.tenant), input.days));
    },

    async changeModelSettings({ input: { basedOn, capPerDay, keepDays, mayExport }, caller }) {
      const unpriced = setup.models.find(({ price }) => price === undefined);
      if (capPerDay !== undefined && unpriced)
        return failure(
          'input-invalid',
          `capPerDay: the price of ${unpriced.name} is not known, so its cost cannot be capped; set inputPrice and outputPrice of the model first`,
        );
      const settings: ModelSettings = {
        mayExport,
        ...(capPerDay !== undefined && { capPerDay }),
        ...(keepDays !== undefined && { keepDays }),
      };
      const change = { basedOn, settings, by: caller.name, now: clock.now() };
      const changed = await changeModelSettings(db, caller.tenant, change);
      return changed.ok ? success(await view(caller.tenant, changed.value, 30)) : changed;
    },
  };
}

function dollarsOf(micros: number | undefined): number | null {
  return micros === undefined ? null : micros / MICROS_PER_DOLLAR;
}

function sum(days: readonly DaySpend[], name: 'micros' | 'verified'): number {
  return days.reduce((all, day) => all + day[name], 0);
}

function costPerClaim(days: readonly DaySpend[], isPriced: boolean): number | null {
  const verified = sum(days, 'verified');
  return verified === 0 || !isPriced ? null : sum(days, 'micros') / MICROS_PER_DOLLAR / verified;
}
