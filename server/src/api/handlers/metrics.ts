import type { EntityId } from '@foreshock/model/entity.ts';
import { failure, type Result, success } from '@foreshock/model/known-error.ts';
import type { SeriesId } from '@foreshock/model/series.ts';
import { formatDuration, formatTime, HOUR, MINUTE, SECOND, type TimeRange } from '@foreshock/model/time.ts';
import { listAnomalies } from '../../store/metadata/anomalies.ts';
import type { TenantTelemetry } from '../../store/telemetry/telemetry-store.ts';
import { costOf } from '../cost-of.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { unitShown, valuesOf } from '../series-values.ts';
import { alignRange, resolveRange, resolveStep } from '../time-range.ts';

export function metricHandlers(tools: HandlerTools): Pick<Handlers, 'listSeries' | 'queryMetrics' | 'queryRequests'> {
  const { clock, store } = tools;
  return {
    async listSeries({ input, caller }) {
      const range = resolveRange(input, clock.now(), HOUR);
      if (!range.ok) return range;
      const series = await store.tenant(caller.tenant).findSeries({
        range: range.value,
        limit: input.limit,
        ...(input.entity !== undefined && { entity: input.entity as EntityId }),
        ...(input.metric !== undefined && { metric: input.metric }),
      });
      if (!series.ok) return series;
      const entities = await tools.directories.of(
        caller.tenant,
        series.value.map((one) => one.entity),
      );
      return success({
        items: series.value.map((one) => ({
          ...one,
          entity: entities.ref(one.entity),
          attributes: { ...one.attributes },
        })),
      });
    },

    async queryMetrics({ input, caller }) {
      const started = clock.now();
      const range = resolveRange(input, started);
      if (!range.ok) return range;
      const step = resolveStep(input.step, range.value, 10 * SECOND);
      if (!step.ok) return step;
      const aligned = alignRange(range.value, step.value);
      const telemetry = store.tenant(caller.tenant);
      const chosen = await chooseSeries(telemetry, range.value, input);
      if (!chosen.ok) return chosen;
      const found = await telemetry.selectSeries({ range: aligned, series: chosen.value, step: step.value });
      if (!found.ok) return found;
      const entities = await tools.directories.of(
        caller.tenant,
        found.value.map(({ series }) => series.entity),
      );
      const anomalies = await listAnomalies(tools.db, caller.tenant, { range: aligned, limit: 1000 });
      return success({
        step: formatDuration(step.value),
        from: formatTime(aligned.from),
        to: formatTime(aligned.to),
        items: found.value.map(({ series, points }) => ({
          id: series.id,
          entity: entities.ref(series.entity),
          metric: series.metric,
          unit: unitShown(series),
          attributes: { ...series.attributes },
          values: valuesOf({ series, points }, aligned, step.value),
          anomalies: anomalies
            .filter((anomaly) => anomaly.query.kind === 'series' && anomaly.query.series === series.id)
            .map((anomaly) => ({
              id: anomaly.id,
              onset: formatTime(anomaly.onset),
              end: anomaly.end === undefined ? null : formatTime(anomaly.end),
              surprise: anomaly.surprise,
            })),
        })),
        cost: costOf(tools, range.value, started, found.value.length),
      });
    },

    async queryRequests({ input, caller }) {
      const started = clock.now();
      const range = resolveRange(input, started);
      if (!range.ok) return range;
      const step = resolveStep(input.step, range.value, MINUTE);
      if (!step.ok) return step;
      const aligned = alignRange(range.value, step.value);
      const points = await store.tenant(caller.tenant).selectSpanSeries({
        range: aligned,
        step: step.value,
        side: 'server',
        byOperation: input.byOperation,
        ...(input.entity !== undefined && { entity: input.entity as EntityId }),
        ...(input.operation !== undefined && { operation: input.operation }),
      });
      if (!points.ok) return points;
      const entities = await tools.directories.of(
        caller.tenant,
        points.value.map((point) => point.entity),
      );
      const slots = Math.round((aligned.to - aligned.from) / step.value);
      const rows = new Map<
        string,
        {
          entity: EntityId;
          operation: string;
          requests: (number | null)[];
          errors: (number | null)[];
          p50: (number | null)[];
          p95: (number | null)[];
        }
      >();
      for (const point of points.value) {
        const key = `${point.entity} ${point.operation}`;
        let row = rows.get(key);
        if (!row) {
          const empty = (): (number | null)[] => new Array<number | null>(slots).fill(null);
          row = {
            entity: point.entity,
            operation: point.operation,
            requests: empty(),
            errors: empty(),
            p50: empty(),
            p95: empty(),
          };
          rows.set(key, row);
        }
        const slot = Math.round((point.time - aligned.from) / step.value);
        row.requests[slot] = point.count / (step.value / SECOND);
        row.errors[slot] = point.count > 0 ? point.errors / point.count : null;
        row.p50[slot] = point.p50Ms;
        row.p95[slot] = point.p95Ms;
      }
      return success({
        step: formatDuration(step.value),
        from: formatTime(aligned.from),
        to: formatTime(aligned.to),
        items: [...rows.values()].map((row) => ({
          entity: entities.ref(row.entity),
          operation: row.operation,
          requestsPerSecond: row.requests,
          errorShare: row.errors,
          p50Ms: row.p50,
          p95Ms: row.p95,
        })),
        cost: costOf(tools, range.value, started, rows.size),
      });
    },
  };
}

const MOST_SERIES = 20;

interface SeriesChoice {
  readonly series: readonly string[];
  readonly entity?: string | undefined;
  readonly metric?: string | undefined;
}

/** By id, or the first of an entity and a metric: who asks by words knows no ids. */
async function chooseSeries(
  telemetry: TenantTelemetry,
  range: TimeRange,
  { series, entity, metric }: SeriesChoice,
): Promise<Result<SeriesId[]>> {
  if (series.length > 0) return success(series as SeriesId[]);
  if (entity === undefined && metric === undefined)
    return failure('input-invalid', 'series: expected ids of series, or an entity or a metric');
  const listed = await telemetry.findSeries({
    range,
    limit: MOST_SERIES,
    ...(entity !== undefined && { entity: entity as EntityId }),
    ...(metric !== undefined && { metric }),
  });
  return listed.ok ? success(listed.value.map(({ id }) => id)) : listed;
}
