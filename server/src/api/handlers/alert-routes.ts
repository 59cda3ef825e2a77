import type { OutputOf, ParsedInputOf } from '@foreshock/contract/operation.ts';
import type { changeAlerting, getAlerting } from '@foreshock/contract/operations/alert-routes.ts';
import type { AlertSettings } from '@foreshock/model/alert-settings.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { formatTime, parseTime, type Timestamp } from '@foreshock/model/time.ts';
import {
  type AlertSettingsVersion,
  changeAlertSettings,
  findAlertSettings,
} from '../../store/metadata/alert-settings.ts';
import { countNotifications } from '../../store/metadata/notifications.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { timeOrNull } from '../views/time-or-null.ts';

type Input = Pick<ParsedInputOf<typeof changeAlerting>, 'routes' | 'rotas' | 'maintenance'>;
type View = OutputOf<typeof getAlerting>;

/** What knows channels, rotas and decisions. */
export interface RouteSource {
  faultsOf(tenant: TenantId, settings: AlertSettings): Promise<string[]>;
  onCall(settings: AlertSettings, now: Timestamp): readonly { readonly rota: string; readonly person: string }[];
  isTimeZone(name: string): boolean;
  preview(
    tenant: TenantId,
    settings: AlertSettings,
    days: number,
  ): Promise<{
    readonly routes: readonly {
      readonly route: string;
      readonly pages: number;
      readonly notifies: number;
      readonly digests: number;
      readonly held: Readonly<Record<string, number>>;
      readonly examples: readonly { readonly at: Timestamp; readonly level: string; readonly headline: string }[];
    }[];
    readonly onlySince?: Timestamp;
  }>;
}

type Names = 'getAlerting' | 'changeAlerting' | 'previewAlerting';

export function alertRouteHandlers({ db, clock }: HandlerTools, source: RouteSource): Pick<Handlers, Names> {
  const read = async (tenant: TenantId, input: Input): Promise<Result<AlertSettings>> => {
    const settings = settingsOf(input);
    const faults = [...ownFaults(input, source), ...(await source.faultsOf(tenant, settings))];
    return faults.length > 0 ? failure('input-invalid', faults.join('; ')) : success(settings);
  };
  const view = async (tenant: TenantId, kept: AlertSettingsVersion): Promise<View> => ({
    ...viewSettings(kept),
    onCall: [...source.onCall(kept.settings, clock.now())],
    waiting: await countNotifications(db, tenant, 'waiting'),
    deadLetters: await countNotifications(db, tenant, 'dead'),
  });
  return {
    async getAlerting({ caller }) {
      return success(await view(caller.tenant, await findAlertSettings(db, caller.tenant)));
    },

    async changeAlerting({ input, caller }) {
      const settings = await read(caller.tenant, input);
      if (!settings.ok) return settings;
      const change = { basedOn: input.basedOn, settings: settings.value, by: caller.name, now: clock.now() };
      const kept = await changeAlertSettings(db, caller.tenant, change);
      return kept.ok ? success(await view(caller.tenant, kept.value)) : kept;
    },

    async previewAlerting({ input, caller }) {
      const settings = settingsOf(input);
      const faults = ownFaults(input, source);
      if (faults.length > 0) return failure('input-invalid', faults.join('; '));
      const { routes, onlySince } = await source.preview(caller.tenant, settings, input.days);
      return success({
        days: input.days,
        onlySince: timeOrNull(onlySince),
        routes: routes.map(({ held, examples, ...counts }) => ({
          ...counts,
          held: Object.entries(held).map(([reason, count]) => ({ reason, count })),
          examples: examples.map(({ at, level, headline }) => ({ at: formatTime(at), level, headline })),
        })),
      });
    },
  };
}

/** What the shapes cannot say. */
function ownFaults({ routes, rotas, maintenance }: Input, { isTimeZone }: RouteSource): string[] {
  const faults: string[] = [];
  for (const [what, items] of [
    ['routes', routes],
    ['rotas', rotas],
    ['maintenance', maintenance],
  ] as const) {
    const ids = items.map(({ id }) => id);
    const twice = ids.find((id, index) => ids.indexOf(id) !== index);
    if (twice !== undefined) faults.push(`${what}: the id "${twice}" stands there twice`);
  }
  for (const { name, timeZone } of routes)
    if (!isTimeZone(timeZone)) faults.push(`route "${name}": "${timeZone}" is no time zone, such as Europe/Berlin`);
  for (const { name, from, to } of [
    ...maintenance,
    ...rotas.flatMap(({ name, overrides }) => overrides.map((one) => ({ ...one, name }))),
  ])
    if (timeOf(from) >= timeOf(to)) faults.push(`"${name}": it ends ${to}, before it begins`);
  return faults;
}

function settingsOf({ routes, rotas, maintenance }: Input): AlertSettings {
  return {
    routes: routes.map(({ quiet, digestAt, match, escalation, fallback, pagesPerWeek, ...route }) => ({
      ...route,
      match: {
        kinds: match.kinds,
        services: match.services,
        failures: match.failures,
        severities: match.severities,
        ...(match.minProbability !== undefined && { minProbability: match.minProbability }),
        ...(match.actByWithinMinutes !== undefined && { actByWithinMinutes: match.actByWithinMinutes }),
      },
      escalation: escalation.map(({ afterMinutes, rota, channels }) => ({
        afterMinutes,
        channels,
        ...(rota !== undefined && { rota }),
      })),
      digestAt: minutesOf(digestAt),
      ...(fallback !== undefined && { fallback }),
      ...(pagesPerWeek !== undefined && { pagesPerWeek }),
      ...(quiet && { quiet: { from: minutesOf(quiet.from), to: minutesOf(quiet.to) } }),
    })),
    rotas: rotas.map((rota) => ({
      ...rota,
      startsAt: timeOf(rota.startsAt),
      overrides: rota.overrides.map(({ from, to, person }) => ({ from: timeOf(from), to: timeOf(to), person })),
    })),
    maintenance: maintenance.map((window) => ({ ...window, from: timeOf(window.from), to: timeOf(window.to) })),
  };
}

function viewSettings({ version, settings, changedAt, changedBy, isUnreadable }: AlertSettingsVersion) {
  const { routes, rotas, maintenance } = settings;
  return {
    version,
    routes: routes.map(({ quiet, digestAt, match, channels, escalation, ...route }) => ({
      ...route,
      match: {
        ...match,
        kinds: [...match.kinds],
        services: [...match.services],
        failures: [...match.failures],
        severities: [...match.severities],
      },
      channels: [...channels],
      escalation: escalation.map((level) => ({ ...level, channels: [...level.channels] })),
      digestAt: timeOfDay(digestAt),
      ...(quiet && { quiet: { from: timeOfDay(quiet.from), to: timeOfDay(quiet.to) } }),
    })),
    rotas: rotas.map(({ startsAt, people, overrides, ...rota }) => ({
      ...rota,
      startsAt: formatTime(startsAt),
      people: people.map(({ name, channels }) => ({ name, channels: [...channels] })),
      overrides: overrides.map(({ from, to, person }) => ({ from: formatTime(from), to: formatTime(to), person })),
    })),
    maintenance: maintenance.map(({ from, to, services, ...window }) => ({
      ...window,
      services: [...services],
      from: formatTime(from),
      to: formatTime(to),
    })),
    changedAt: timeOrNull(changedAt),
    changedBy: changedBy ?? null,
    readable: !isUnreadable,
  };
}

/** Of a time that the shape has checked. */
function timeOf(text: string): Timestamp {
  return parseTime(text) ?? 0;
}

function minutesOf(text: string): number {
  const [hours = 0, minutes = 0] = text.split(':').map(Number);
  return hours * 60 + minutes;
}

function timeOfDay(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
