import { type AlertLevel, type AlertRoute, atMost } from '@foreshock/model/alert-settings.ts';
import type { AlertSubject } from '@foreshock/model/alert-state.ts';
import { DAY, MINUTE, type Timestamp } from '@foreshock/model/time.ts';

/** A certificate that ends within a week is worth a word; later ones wait for the digest. */
const DEADLINE_NEAR_MS = 7 * DAY;

/** How loudly a route tells of an open subject, before anything holds it back. */
export function levelOf(subject: AlertSubject, route: AlertRoute, now: Timestamp): AlertLevel {
  const own = subject.kind === 'incident' ? levelOfIncident(subject) : levelOfPrediction(subject, route, now);
  return atMost(own, route.most);
}

/** Harm to users pages; what is major without it notifies. */
function levelOfIncident({ severity, requestShare = 0, declared }: AlertSubject): AlertLevel {
  if (severity === 'critical') return 'page';
  if (severity === 'major') return declared || requestShare > 0 ? 'page' : 'notify';
  return requestShare > 0 ? 'notify' : 'digest';
}

/** Odds that are not earned stay on the screen. */
function levelOfPrediction({ state, odds, actBy, deadline }: AlertSubject, route: AlertRoute, now: Timestamp) {
  if (state === 'shadow') return 'screen';
  if (odds === 'date') return deadline !== undefined && deadline - now <= DEADLINE_NEAR_MS ? 'notify' : 'digest';
  if (odds !== 'percent') return 'screen';
  return actBy !== undefined && actBy - now <= route.pageActByMinutes * MINUTE ? 'page' : 'notify';
}
