import type { OutputOf } from '@foreshock/contract/operation.ts';
import type { redeliverNotification } from '@foreshock/contract/operations/notifications.ts';
import type { IncidentId } from '@foreshock/model/incident.ts';
import { success } from '@foreshock/model/known-error.ts';
import { notificationStates } from '@foreshock/model/notification.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { formatTime } from '@foreshock/model/time.ts';
import { listHolds } from '../../store/metadata/alerts.ts';
import { findIncidentTitles } from '../../store/metadata/incidents.ts';
import { listNotifications, type OutboxRow, redeliver } from '../../store/metadata/notifications.ts';
import { findPredictions } from '../../store/metadata/predictions.ts';
import { snoozeIncident } from '../../store/metadata/snoozes.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { parseStates } from '../parse-states.ts';
import { readAskedSnooze } from '../read-asked-snooze.ts';
import { headlineOf } from '../views/prediction-view.ts';
import { timeOrNull } from '../views/time-or-null.ts';

type Names = 'listNotifications' | 'redeliverNotification' | 'listHeldBack' | 'snoozeIncident';

export function notificationHandlers(tools: HandlerTools): Pick<Handlers, Names> {
  const { db, clock } = tools;
  return {
    async listNotifications({ input, caller }) {
      const states = parseStates(input.state, notificationStates);
      if (!states.ok) return states;
      const page = await listNotifications(db, caller.tenant, {
        limit: input.limit,
        ...(states.value && { states: states.value }),
        ...(input.subject !== undefined && { subject: input.subject }),
        ...(input.channel !== undefined && { channel: input.channel }),
        ...(input.cursor !== undefined && { cursor: input.cursor }),
      });
      if (!page.ok) return page;
      return success({ items: page.value.items.map(viewNotification), next: page.value.next ?? null });
    },

    async redeliverNotification({ input, caller }) {
      const row = await redeliver(db, caller.tenant, input.id, clock.now());
      return row.ok ? success(viewNotification(row.value)) : row;
    },

    async listHeldBack({ input, caller }) {
      const holds = await listHolds(db, caller.tenant, {
        limit: input.limit,
        ...(input.subject !== undefined && { subject: input.subject }),
      });
      const headlines = await headlinesOf(
        tools,
        caller.tenant,
        // What stands above it or took it over is told by its id.
        holds.flatMap(({ subject, detail }) => (/^(inc|prd)_/.test(detail) ? [subject, detail] : [subject])),
      );
      return success({
        items: holds.map((hold) => ({
          ...hold,
          headline: headlines.get(hold.subject) ?? null,
          detail: headlines.get(hold.detail) ?? hold.detail,
          since: formatTime(hold.since),
          lastAt: formatTime(hold.lastAt),
        })),
      });
    },

    async snoozeIncident({ input, caller }) {
      const asked = readAskedSnooze(input);
      if (!asked.ok) return asked;
      const act = { by: caller.name, now: clock.now() };
      const snooze = await snoozeIncident(db, caller.tenant, input.id as IncidentId, asked.value, act);
      if (!snooze.ok) return snooze;
      return success({ id: input.id, until: formatTime(snooze.value.until), by: snooze.value.by });
    },
  };
}

/** Of incidents and predictions, by id; what is gone is not in it. */
async function headlinesOf({ db, directories }: HandlerTools, tenant: TenantId, subjects: readonly string[]) {
  const headlines = new Map(await findIncidentTitles(db, tenant, subjects));
  const others = [...new Set(subjects)].filter((id) => !headlines.has(id)) as PredictionId[]; // or nothing's
  const predictions = await findPredictions(db, tenant, others);
  const entities = await directories.of(
    tenant,
    predictions.map(({ entity }) => entity),
  );
  for (const one of predictions) headlines.set(one.id, headlineOf(one, entities));
  return headlines;
}

function viewNotification(row: OutboxRow): OutputOf<typeof redeliverNotification> {
  const { id, channel, subject, route, reason, level, state, attempts, error, content, sentAt } = row;
  return {
    id,
    channel,
    subject,
    route,
    reason,
    level,
    state,
    headline: content?.headline ?? null,
    createdAt: formatTime(row.createdAt),
    dueAt: formatTime(row.dueAt),
    sentAt: timeOrNull(sentAt),
    attempts,
    error: error === '' ? null : error,
  };
}
