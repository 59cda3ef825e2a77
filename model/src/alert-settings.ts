import type { Failure } from './failure.ts';
import type { Severity } from './incident.ts';
import type { Timestamp } from './time.ts';

/** How loudly somebody is told; `screen` tells nobody. Later is louder. */
export const alertLevels = ['screen', 'digest', 'notify', 'page'] as const;
export type AlertLevel = (typeof alertLevels)[number];

export type AlertSubjectKind = 'incident' | 'prediction';

/** Local hours in which only pages pass; `from` after `to` runs over midnight. */
export interface QuietHours {
  /** Minutes after local midnight, 0 to 1439. */
  readonly from: number;
  readonly to: number;
}

export interface EscalationLevel {
  /** After the level before; the first is told at once whatever it says. */
  readonly afterMinutes: number;
  readonly rota?: string;
  readonly channels: readonly string[];
}

/** Who is told of what. Every route that matches tells its channels; a channel is told once. */
export interface AlertRoute {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  /** Empty lists match all. */
  readonly match: {
    readonly kinds: readonly AlertSubjectKind[];
    /** Names with `*` for any characters: `shop/*`. */
    readonly services: readonly string[];
    readonly failures: readonly Failure[];
    readonly severities: readonly Severity[];
    /** Of predictions whose odds are earned. */
    readonly minProbability?: number;
    readonly actByWithinMinutes?: number;
  };
  /** The loudest that it may be. */
  readonly most: AlertLevel;
  readonly channels: readonly string[];
  /** For pages, at most three levels. */
  readonly escalation: readonly EscalationLevel[];
  /** Told when nobody answered at any level. */
  readonly fallback?: string;
  /** A prediction that must be acted upon within these pages; others notify. */
  readonly pageActByMinutes: number;
  readonly groupWaitSeconds: number;
  readonly repeatHours: number;
  /** Pages in any seven days; further ones notify. */
  readonly pagesPerWeek?: number;
  readonly quiet?: QuietHours;
  /** Minutes after local midnight. */
  readonly digestAt: number;
  /** IANA name, for quiet hours and digest. */
  readonly timeZone: string;
}

/** Who is on call: one person a week in turn, unless an override says otherwise. */
export interface Rota {
  readonly id: string;
  readonly name: string;
  /** The first handover; the others follow each week at the same instant. */
  readonly startsAt: Timestamp;
  readonly people: readonly { readonly name: string; readonly channels: readonly string[] }[];
  readonly overrides: readonly { readonly from: Timestamp; readonly to: Timestamp; readonly person: string }[];
}

/** A time of not telling, for work that is meant. */
export interface Maintenance {
  readonly id: string;
  readonly name: string;
  /** As in a route; empty for all. */
  readonly services: readonly string[];
  readonly from: Timestamp;
  readonly to: Timestamp;
  /** Open predictions of these services are said to be acted upon, which leaves them out of the score. */
  readonly pausesScoring: boolean;
}

export interface AlertSettings {
  readonly routes: readonly AlertRoute[];
  readonly rotas: readonly Rota[];
  readonly maintenance: readonly Maintenance[];
}

export const noAlertSettings: AlertSettings = { routes: [], rotas: [], maintenance: [] };

export function louder(one: AlertLevel, other: AlertLevel): AlertLevel {
  return alertLevels.indexOf(one) >= alertLevels.indexOf(other) ? one : other;
}

export function atMost(level: AlertLevel, most: AlertLevel): AlertLevel {
  return alertLevels.indexOf(level) <= alertLevels.indexOf(most) ? level : most;
}
