import { alertLevels } from '@foreshock/model/alert-settings.ts';
import type { AlertRouteView } from '../../answer-shapes.ts';
import { listOf } from './alerting-words.ts';

/** A route as it is typed. */
export interface RouteDraft {
  readonly name: string;
  readonly enabled: boolean;
  readonly kind: '' | 'incident' | 'prediction';
  readonly services: string;
  readonly severity: '' | 'major' | 'critical';
  readonly minPercent: string;
  readonly most: AlertRouteView['most'];
  readonly channels: readonly string[];
  /** `rota:ID`, `channel:ID` or nothing, for three levels. */
  readonly levels: readonly [string, string, string];
  readonly levelMinutes: string;
  readonly fallback: string;
  readonly pagesPerWeek: string;
  readonly quietFrom: string;
  readonly quietTo: string;
  readonly timeZone: string;
}

export function draftOfRoute(route: AlertRouteView | undefined, timeZone: string): RouteDraft {
  const level = (index: number): string => {
    const at = route?.escalation[index];
    if (at?.rota !== undefined) return `rota:${at.rota}`;
    const [channel] = at?.channels ?? [];
    return channel === undefined ? '' : `channel:${channel}`;
  };
  const { match } = route ?? {};
  const [kind] = match?.kinds ?? [];
  return {
    name: route?.name ?? '',
    enabled: route?.enabled ?? true,
    kind: match?.kinds.length === 1 && kind ? kind : '',
    services: match?.services.join(', ') ?? '',
    severity: match?.severities.includes('major') ? 'major' : match?.severities.includes('critical') ? 'critical' : '',
    minPercent: match?.minProbability === undefined ? '' : String(Math.round(match.minProbability * 100)),
    most: route?.most ?? 'page',
    channels: route?.channels ?? [],
    levels: [level(0), level(1), level(2)],
    levelMinutes: String(route?.escalation[1]?.afterMinutes ?? route?.escalation[0]?.afterMinutes ?? 5),
    fallback: route?.fallback ?? '',
    pagesPerWeek: route?.pagesPerWeek === undefined ? '' : String(route.pagesPerWeek),
    quietFrom: route?.quiet?.from ?? '',
    quietTo: route?.quiet?.to ?? '',
    timeZone: route?.timeZone ?? timeZone,
  };
}

/** What the fields do not hold stays as it was in `before`. */
export function routeOfDraft(draft: RouteDraft, id: string, before: AlertRouteView | undefined): AlertRouteView {
  const { failures = [], actByWithinMinutes } = before?.match ?? {};
  const afterMinutes = Math.max(1, Number(draft.levelMinutes) || 5);
  const escalation = draft.levels.flatMap((level, index) => {
    const [kind, ...rest] = level.split(':');
    const of = rest.join(':');
    if (of === '') return [];
    // A level of several channels is kept where its first one was not touched.
    const kept = before?.escalation[index];
    const channels = kind === 'channel' ? (kept?.channels[0] === of ? kept.channels : [of]) : (kept?.channels ?? []);
    return [{ afterMinutes, channels, ...(kind === 'rota' && { rota: of }) }];
  });
  return {
    id,
    name: draft.name.trim(),
    enabled: draft.enabled,
    match: {
      kinds: draft.kind === '' ? [] : [draft.kind],
      services: listOf(draft.services),
      failures,
      severities:
        draft.severity === 'critical' ? ['critical'] : draft.severity === 'major' ? ['major', 'critical'] : [],
      ...(draft.minPercent !== '' && { minProbability: Number(draft.minPercent) / 100 }),
      ...(actByWithinMinutes !== undefined && { actByWithinMinutes }),
    },
    most: alertLevels.find((level) => level === draft.most) ?? 'page',
    channels: [...draft.channels],
    escalation,
    ...(draft.fallback !== '' && { fallback: draft.fallback }),
    pageActByMinutes: before?.pageActByMinutes ?? 60,
    groupWaitSeconds: before?.groupWaitSeconds ?? 30,
    repeatHours: before?.repeatHours ?? 4,
    ...(draft.pagesPerWeek !== '' && { pagesPerWeek: Number(draft.pagesPerWeek) }),
    ...(draft.quietFrom !== '' && draft.quietTo !== '' && { quiet: { from: draft.quietFrom, to: draft.quietTo } }),
    digestAt: before?.digestAt ?? '09:00',
    timeZone: draft.timeZone,
  };
}
