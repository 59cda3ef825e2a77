import type { LogRecordView } from '@foreshock/contract/operations/telemetry.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import { success } from '@foreshock/model/known-error.ts';
import { severityName } from '@foreshock/model/severity.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import { DAY, formatDuration, formatTime, MINUTE, SECOND, type TimeRange } from '@foreshock/model/time.ts';
import type { z } from 'zod';
import type { LogRow, LogSelection } from '../../store/telemetry/telemetry-store.ts';
import { costOf } from '../cost-of.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { alignRange, resolveRange, resolveStep } from '../time-range.ts';
import type { EntityDirectory } from '../views/entity-view.ts';

type LogHandlers = Pick<Handlers, 'searchLogs' | 'countLogs' | 'listTopValues' | 'listTemplates' | 'countTemplate'>;

/** A template first seen less than this ago is new. */
const NEW_FOR_MS = DAY;
/** A template without a line for this long, in a range that reaches until now, has vanished. */
const VANISHED_AFTER_MS = 60 * MINUTE;

export function logHandlers(tools: HandlerTools): LogHandlers {
  const { clock, store } = tools;
  return {
    async searchLogs({ input, caller }) {
      const started = clock.now();
      const range = resolveRange(input, started);
      if (!range.ok) return range;
      const page = await store.tenant(caller.tenant).selectLogs({
        ...selectionOf(input, range.value),
        limit: input.limit,
        order: input.order,
        ...(input.cursor !== undefined && { cursor: input.cursor }),
      });
      if (!page.ok) return page;
      const entities = await tools.directories.of(
        caller.tenant,
        page.value.rows.map((row) => row.entity),
      );
      return success({
        items: page.value.rows.map((row) => viewLog(row, entities)),
        next: page.value.next ?? null,
        cost: costOf(tools, range.value, started, page.value.rows.length),
      });
    },

    async countLogs({ input, caller }) {
      const started = clock.now();
      const range = resolveRange(input, started);
      if (!range.ok) return range;
      const step = resolveStep(input.step, range.value, SECOND);
      if (!step.ok) return step;
      const aligned = alignRange(range.value, step.value);
      const counts = await store
        .tenant(caller.tenant)
        .selectLogHistogram({ ...selectionOf(input, range.value), step: step.value });
      if (!counts.ok) return counts;
      const buckets = new Map<number, { info: number; warn: number; error: number }>();
      for (let time = aligned.from; time < aligned.to; time += step.value)
        buckets.set(time, { info: 0, warn: 0, error: 0 });
      let total = 0;
      for (const { time, severityNumber, count } of counts.value) {
        const bucket = buckets.get(time);
        if (!bucket) continue;
        bucket[severityNumber >= 17 ? 'error' : severityNumber >= 13 ? 'warn' : 'info'] += count;
        total += count;
      }
      return success({
        step: formatDuration(step.value),
        from: formatTime(aligned.from),
        to: formatTime(aligned.to),
        buckets: [...buckets].map(([time, bucket]) => ({ time: formatTime(time), ...bucket })),
        total,
        cost: costOf(tools, range.value, started, buckets.size),
      });
    },

    async listTopValues({ input, caller }) {
      const started = clock.now();
      const range = resolveRange(input, started);
      if (!range.ok) return range;
      const values = await store
        .tenant(caller.tenant)
        .selectTopValues({ ...selectionOf(input, range.value), field: input.field, limit: input.limit });
      if (!values.ok) return values;
      const label = await labelsOf(tools, caller.tenant, input.field, values.value);
      return success({
        items: values.value.map(({ value, count }) => ({ value, label: label(value), count })),
        cost: costOf(tools, range.value, started, values.value.length),
      });
    },

    async listTemplates({ input, caller }) {
      const now = clock.now();
      const range = resolveRange(input, now);
      if (!range.ok) return range;
      const templates = await store.tenant(caller.tenant).selectTemplates({
        range: range.value,
        limit: input.limit,
        ...(input.entity !== undefined && { entity: input.entity as EntityId }),
      });
      if (!templates.ok) return templates;
      const entities = await tools.directories.of(
        caller.tenant,
        templates.value.map((template) => template.entity),
      );
      const items = templates.value.map((template) => ({
        id: template.id,
        entity: entities.ref(template.entity),
        text: template.text,
        severity: severityName(template.severityNumber),
        state: stateOf(template, range.value, now),
        firstSeen: formatTime(template.firstSeen),
        lastSeen: formatTime(template.lastSeen),
        count: template.countInRange,
      }));
      return success({
        items: items.sort((a, b) => Number(b.state === 'new') - Number(a.state === 'new') || b.count - a.count),
      });
    },

    async countTemplate({ input, caller }) {
      const range = resolveRange(input, clock.now());
      if (!range.ok) return range;
      const step = resolveStep(input.step, range.value, MINUTE);
      if (!step.ok) return step;
      const aligned = alignRange(range.value, step.value);
      const counts = await store
        .tenant(caller.tenant)
        .selectTemplateCounts({ range: aligned, template: input.id as TemplateId, step: step.value });
      if (!counts.ok) return counts;
      const byTime = new Map(counts.value.map(({ time, count }) => [time, count]));
      const values: number[] = [];
      for (let time = aligned.from; time < aligned.to; time += step.value) values.push(byTime.get(time) ?? 0);
      return success({ step: formatDuration(step.value), from: formatTime(aligned.from), values });
    },
  };
}

function selectionOf(
  input: { readonly filters: LogSelection['filters']; readonly text: string },
  range: TimeRange,
): LogSelection {
  return { range, filters: input.filters, text: input.text };
}

function stateOf(
  template: { readonly firstSeen: number; readonly lastSeen: number },
  range: TimeRange,
  now: number,
): 'new' | 'known' | 'vanished' {
  if (now - template.firstSeen < NEW_FOR_MS) return 'new';
  return range.to >= now - MINUTE && now - template.lastSeen > VANISHED_AFTER_MS ? 'vanished' : 'known';
}

async function labelsOf(
  tools: HandlerTools,
  tenant: Parameters<HandlerTools['store']['tenant']>[0],
  field: string,
  values: readonly { readonly value: string }[],
): Promise<(value: string) => string> {
  if (field === 'severity') return (value) => severityName(Number(value));
  if (field !== 'entity') return (value) => value;
  const entities = await tools.directories.of(
    tenant,
    values.map(({ value }) => value as EntityId),
  );
  return (value) => entities.ref(value as EntityId).name;
}

function viewLog(row: LogRow, entities: EntityDirectory): z.output<typeof LogRecordView> {
  return {
    id: row.id,
    time: formatTime(Number(BigInt(row.timeUnixNano) / 1_000_000n)),
    timeUnixNano: row.timeUnixNano,
    severity: severityName(row.severityNumber),
    severityNumber: row.severityNumber,
    severityText: row.severityText,
    eventName: row.eventName,
    body: row.body,
    entity: { ...entities.ref(row.entity), ...(row.entityName && { name: row.entityName }) },
    template: row.template || null,
    traceId: row.traceId || null,
    spanId: row.spanId || null,
    attributes: row.attributes.map((attribute) => ({ ...attribute })),
    resource: row.resource.map((attribute) => ({ ...attribute })),
    scopeName: row.scopeName,
  };
}
