import { success } from '@foreshock/model/known-error.ts';
import { burnEpisodes, burnRules, createBurnReader } from '@foreshock/model/slo-burn.ts';
import { DAY, formatTime } from '@foreshock/model/time.ts';
import { listSlos } from '../../store/metadata/slos.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { readSlo } from '../read-slo.ts';
import { suggestObjectives } from '../suggest-objectives.ts';
import { viewBudget } from '../views/slo-view.ts';
import { promiseOf } from './slos.ts';

const MAX_EPISODES = 20;
const MAX_SUGGESTED = 10;
const SUGGESTED_FROM_DAYS = 28;
/** One step for all of the range, which is longer than any. */
const ONE_STEP_MS = 1e14;

export function sloPreviewHandlers(tools: HandlerTools): Pick<Handlers, 'previewSlo' | 'suggestSlos'> {
  const { db, clock, store, directories } = tools;
  return {
    async previewSlo({ input: { days, ...input }, caller }) {
      const promise = await promiseOf(input, caller, tools);
      if (!promise.ok) return promise;
      const reading = await readSlo(store.tenant(caller.tenant), promise.value, clock.now(), days * DAY);
      if (!reading.ok) return reading;
      const { counts, range, window } = reading.value;
      const from = range.to - days * DAY;
      const episodes = burnEpisodes(createBurnReader(counts, range, promise.value), { from, to: range.to });
      return success({
        from: formatTime(from),
        to: formatTime(range.to),
        budget: viewBudget(window, promise.value),
        rules: burnRules.map(({ name }) => ({
          rule: name,
          times: episodes.filter(({ rule }) => rule === name).length,
        })),
        episodes: episodes
          .sort((a, b) => b.from - a.from)
          .slice(0, MAX_EPISODES)
          .map(({ rule, ...one }) => ({ rule, from: formatTime(one.from), to: formatTime(one.to) })),
      });
    },

    async suggestSlos({ input, caller }) {
      const now = clock.now();
      const served = await store.tenant(caller.tenant).selectSpanSeries({
        range: { from: now - SUGGESTED_FROM_DAYS * DAY, to: now },
        step: ONE_STEP_MS,
        side: 'server',
        byOperation: false,
      });
      if (!served.ok) return served;
      const watched = new Set((await listSlos(db, caller.tenant)).map((slo) => `${slo.entity} ${slo.objective}`));
      const suggested = served.value
        .filter(({ entity }) => input.entity === undefined || entity === input.entity)
        .sort((a, b) => b.count - a.count)
        .flatMap(suggestObjectives)
        .filter(({ entity, objective }) => !watched.has(`${entity} ${objective}`))
        .slice(0, MAX_SUGGESTED);
      const entities = await directories.of(
        caller.tenant,
        suggested.map(({ entity }) => entity),
      );
      return success({ items: suggested.map((one) => ({ ...one, entity: entities.ref(one.entity) })) });
    },
  };
}
