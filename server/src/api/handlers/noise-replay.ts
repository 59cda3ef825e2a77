import { failure, success } from '@foreshock/model/known-error.ts';
import { DAY, formatTime, MINUTE } from '@foreshock/model/time.ts';
import { listIncidents } from '../../store/metadata/incidents.ts';
import { findNoiseSettings } from '../../store/metadata/noise-settings.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { resolveRange } from '../time-range.ts';
import { ruleLossOf } from '../views/rule-loss.ts';

const USUAL_RANGE = 7 * DAY;
/** What is stored around each is counted again. */
const MOST_INCIDENTS = 20;
const AROUND_MS = 30 * MINUTE;
const MOST_TEMPLATES = 10_000;

export function noiseReplayHandlers({ db, clock, store }: HandlerTools): Pick<Handlers, 'replayNoiseRule'> {
  return {
    async replayNoiseRule({ input, caller }) {
      const { settings } = await findNoiseSettings(db, caller.tenant);
      const rule = settings.rules.find(({ id }) => id === input.id);
      if (!rule) return failure('noise-rule-not-found', `there is no rule ${input.id}: it may have been deleted`);
      const range = resolveRange(input, clock.now(), USUAL_RANGE);
      if (!range.ok) return range;
      const page = await listIncidents(db, caller.tenant, { range: range.value, limit: MOST_INCIDENTS });
      if (!page.ok) return page;
      const telemetry = store.tenant(caller.tenant);
      const items = [];
      for (const incident of page.value.items) {
        const around = { from: incident.startedAt - AROUND_MS, to: incident.startedAt + AROUND_MS };
        const found = await telemetry.selectNoise({
          range: around,
          signal: rule.signal,
          match: rule.match,
          keys: rule.action.kind === 'drop-attributes' ? rule.action.keys : [],
          intervalSeconds: rule.action.kind === 'roll-up' ? rule.action.everySeconds : 60,
        });
        if (!found.ok) return found;
        const templates =
          rule.signal === 'logs' && found.value.groups.length > 0
            ? await telemetry.selectTemplates({ range: around, limit: MOST_TEMPLATES })
            : success([]);
        if (!templates.ok) return templates;
        const { id, title, startedAt, evidence } = incident;
        const loss = ruleLossOf(rule, evidence, found.value, templates.value);
        items.push({ id, title, startedAt: formatTime(startedAt), ...loss });
      }
      return success({
        from: formatTime(range.value.from),
        to: formatTime(range.value.to),
        items,
        isCut: page.value.next !== undefined,
        mayChangeCauses: rule.signal === 'traces',
      });
    },
  };
}
