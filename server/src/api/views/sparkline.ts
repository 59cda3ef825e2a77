import type { SparklineView } from '@foreshock/contract/shapes.ts';
import type { EvidenceQuery } from '@foreshock/model/evidence.ts';
import type { SeriesId } from '@foreshock/model/series.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { type DurationMs, formatDuration, formatTime, MINUTE, type TimeRange } from '@foreshock/model/time.ts';
import type { z } from 'zod';
import type { TenantTelemetry } from '../../store/telemetry/telemetry-store.ts';
import { valuesOf } from '../series-values.ts';
import { alignRange } from '../time-range.ts';

/**
 * The recent course of what a query asks for, a value a minute or coarser; `undefined` when nothing of it is kept any
 * more or it is no quantity. Span queries give their 95 % latency in milliseconds.
 */
export async function askAgain(
  query: EvidenceQuery,
  range: TimeRange,
  telemetry: TenantTelemetry,
  step: DurationMs = MINUTE,
): Promise<z.output<typeof SparklineView> | undefined> {
  const aligned = alignRange(range, step);
  const values = await valuesFor(query, aligned, telemetry, step);
  if (!values?.some((value) => value !== null)) return undefined;
  return { from: formatTime(aligned.from), step: formatDuration(step), values };
}

async function valuesFor(
  query: EvidenceQuery,
  range: TimeRange,
  telemetry: TenantTelemetry,
  step: DurationMs,
): Promise<(number | null)[] | undefined> {
  switch (query.kind) {
    case 'series': {
      const found = await telemetry.selectSeries({ range, series: [query.series as SeriesId], step });
      return found.ok && found.value[0] ? valuesOf(found.value[0], range, step) : undefined;
    }
    case 'spans': {
      const operation = query.operation === undefined ? {} : { operation: query.operation };
      const found = await telemetry.selectSpanSeries({
        range,
        step,
        entity: query.entity,
        side: 'server',
        byOperation: query.operation !== undefined,
        ...operation,
      });
      return found.ok
        ? spread(
            found.value.map((point) => [point.time, point.p95Ms]),
            range,
            step,
          )
        : undefined;
    }
    case 'template': {
      const found = await telemetry.selectTemplateCounts({
        range,
        template: query.template as TemplateId,
        entity: query.entity,
        step,
      });
      // No line is a count of none, not a gap.
      return found.ok
        ? spread(
            found.value.map((point) => [point.time, point.count]),
            range,
            step,
          ).map((value) => value ?? 0)
        : undefined;
    }
    case 'events':
    case 'changes':
      return undefined;
  }
}

function spread(points: readonly (readonly [number, number])[], range: TimeRange, step: DurationMs): (number | null)[] {
  const values = new Array<number | null>(Math.round((range.to - range.from) / step)).fill(null);
  for (const [time, value] of points) {
    const slot = Math.round((time - range.from) / step);
    if (slot >= 0 && slot < values.length) values[slot] = Number.isFinite(value) ? value : null;
  }
  return values;
}
