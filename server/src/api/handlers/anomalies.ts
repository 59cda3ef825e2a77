import type { EntityId } from '@foreshock/model/entity.ts';
import { success } from '@foreshock/model/known-error.ts';
import { DAY, formatDuration, formatTime, MINUTE } from '@foreshock/model/time.ts';
import { listAnomalies } from '../../store/metadata/anomalies.ts';
import { listUnusual } from '../../store/metadata/unusual.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { alignRange, resolveRange } from '../time-range.ts';
import { viewAnomaly } from '../views/anomaly-view.ts';

export function anomalyHandlers(tools: HandlerTools): Pick<Handlers, 'listAnomalies' | 'listUnusualMinutes'> {
  const { db, clock } = tools;
  return {
    async listAnomalies({ input, caller }) {
      const range = resolveRange(input, clock.now());
      if (!range.ok) return range;
      const anomalies = await listAnomalies(db, caller.tenant, {
        range: range.value,
        limit: input.limit,
        ...(input.entity !== undefined && { entity: input.entity as EntityId }),
      });
      const entities = await tools.directories.of(caller.tenant);
      return success({ items: anomalies.map((anomaly) => viewAnomaly(anomaly, entities)) });
    },

    async listUnusualMinutes({ input, caller }) {
      const range = resolveRange(input, clock.now(), DAY);
      if (!range.ok) return range;
      const { from, to } = alignRange(range.value, MINUTE);
      const minutes = await listUnusual(db, caller.tenant, { from, to });
      const slots = Math.min(Math.round((to - from) / MINUTE), 20_160);
      const up = new Array<number | null>(slots).fill(null);
      const down = new Array<number | null>(slots).fill(null);
      const silent = new Array<boolean>(slots).fill(false);
      for (const minute of minutes) {
        const slot = Math.round((minute.minute - from) / MINUTE);
        if (slot >= slots) continue;
        up[slot] = minute.up;
        down[slot] = minute.down;
        silent[slot] = minute.silent;
      }
      return success({ from: formatTime(from), step: formatDuration(MINUTE), up, down, silent });
    },
  };
}
