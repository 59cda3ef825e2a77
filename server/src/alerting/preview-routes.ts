// What settings would have come to: every subject of a time is put to the same decision that a tick makes.
import type { AlertSettings } from '@foreshock/model/alert-settings.ts';
import type { AlertSubject } from '@foreshock/model/alert-state.ts';
import { DAY, type Timestamp } from '@foreshock/model/time.ts';
import { decideAlert } from './decide-alert.ts';
import { matchesRoute } from './match-route.ts';

export interface PastSubject {
  readonly subject: AlertSubject;
  /** When it could first be told. */
  readonly at: Timestamp;
}

export interface RoutePreview {
  readonly route: string;
  readonly pages: number;
  readonly notifies: number;
  readonly digests: number;
  /** By reason. */
  readonly held: Readonly<Record<string, number>>;
  /** The newest that would have been told, at most ten. */
  readonly examples: readonly { readonly at: Timestamp; readonly level: string; readonly subject: string }[];
}

const MOST_EXAMPLES = 10;

/** Each subject counts once on each route, at its first telling; repeats and escalation come on top. */
export function previewRoutes(settings: AlertSettings, past: readonly PastSubject[]): RoutePreview[] {
  const inOrder = [...past].sort((a, b) => a.at - b.at);
  return settings.routes.map((route) => {
    const count = { page: 0, notify: 0, digest: 0, screen: 0 };
    const held: Record<string, number> = {};
    const pages: Timestamp[] = [];
    const examples: { at: Timestamp; level: string; subject: string }[] = [];
    for (const { subject, at } of inOrder) {
      if (!matchesRoute(route, subject, at)) continue;
      const pagesInWeek = pages.filter((page) => at - page < 7 * DAY).length;
      const decision = decideAlert({ subject, route, settings, before: undefined, pagesInWeek, now: at });
      if (decision.held) held[decision.held.reason] = (held[decision.held.reason] ?? 0) + 1;
      if (!decision.tell) continue;
      const { level } = decision.tell;
      count[level] += 1;
      if (level === 'page') pages.push(at);
      examples.push({ at, level, subject: subject.id });
    }
    return {
      route: route.id,
      pages: count.page,
      notifies: count.notify,
      digests: count.digest,
      held,
      examples: examples.slice(-MOST_EXAMPLES).reverse(),
    };
  });
}
