// Other settings, tried on what the last hour has stored. What is hidden already is not kept in clear anywhere: of it only
// the count can be told.
import type { OutputOf } from '@foreshock/contract/operation.ts';
import type { previewRedactionOnStored } from '@foreshock/contract/operations/redaction.ts';
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { formatTime, HOUR, type TimeRange } from '@foreshock/model/time.ts';
import { delay } from '../../base/schedule.ts';
import { compileSettings } from '../../redaction/config.ts';
import { createRedactor } from '../../redaction/create-redactor.ts';
import { redactTypedValue, type TypedValue } from '../../redaction/redact-typed-value.ts';
import { placeholdersIn } from '../../redaction/redaction-rule.ts';
import type { TenantTelemetry, TypedAttribute } from '../../store/telemetry/telemetry-store.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';

type Preview = OutputOf<typeof previewRedactionOnStored>;

const MOST_LOGS = 1_000;
const MOST_TRACES = 20;
const MOST_SPANS = 1_000;
const MOST_SERIES = 500;
const MOST_EXAMPLES = 8;
const EXAMPLE_LENGTH = 160;
/** So that other requests are answered in between. */
const RECORDS_AT_A_TIME = 50;

interface StoredRecord {
  readonly signal: Signal;
  readonly source: string;
  readonly values: readonly (TypedValue & { readonly where: string })[];
}

interface Sample {
  readonly records: readonly StoredRecord[];
  readonly cut: boolean;
}

export function redactionPreviewHandlers(
  { store, clock }: HandlerTools,
  pseudonymKey: (tenant: TenantId, version: number) => Uint8Array,
): Pick<Handlers, 'previewRedactionOnStored'> {
  return {
    async previewRedactionOnStored({ input, caller, signal }) {
      const compiled = compileSettings(input.settings);
      if (!compiled.ok) return compiled;
      const redactor = createRedactor(compiled.value, pseudonymKey(caller.tenant, compiled.value.settings.keyVersion));
      const range = { from: clock.now() - HOUR, to: clock.now() };
      const sample = await readSample(store.tenant(caller.tenant), range);
      if (!sample.ok) return sample;
      const { records, cut } = sample.value;
      const found = new Map<string, number>();
      const hidden = new Map<string, number>();
      const examples = new Map<string, Preview['examples'][number]>();
      let changedRecords = 0;
      let changedValues = 0;
      for (const [index, record] of records.entries()) {
        if (index % RECORDS_AT_A_TIME === 0) await delay(0, signal);
        let isChanged = false;
        for (const value of record.values) {
          const before = namesIn(value.text);
          for (const name of before) add(hidden, name, 1);
          const text = redactTypedValue(value, redactor);
          if (text === value.text) continue;
          isChanged = true;
          changedValues += 1;
          const after = namesIn(text);
          for (const name of new Set(after)) {
            const more = countOf(after, name) - countOf(before, name);
            if (more > 0) add(found, name, more);
            const key = `${record.signal} ${value.where} ${name}`;
            if (more > 0 && examples.size < MOST_EXAMPLES && !examples.has(key))
              examples.set(key, {
                signal: record.signal,
                source: record.source,
                where: value.where,
                text: excerpt(text, name),
              });
          }
        }
        if (isChanged) changedRecords += 1;
      }
      const ofSignal = (wanted: Signal): number => records.filter((record) => record.signal === wanted).length;
      return success({
        from: formatTime(range.from),
        to: formatTime(range.to),
        searched: {
          logs: ofSignal('logs'),
          spans: ofSignal('traces'),
          series: ofSignal('metrics'),
          values: records.reduce((sum, { values }) => sum + values.length, 0),
        },
        cut,
        changed: { records: changedRecords, values: changedValues },
        found: mostFirst(found),
        hidden: mostFirst(hidden),
        examples: [...examples.values()],
      });
    },
  };
}

/** The newest of each signal. */
async function readSample(telemetry: TenantTelemetry, range: TimeRange): Promise<Result<Sample>> {
  const logs = await telemetry.selectLogs({ range, filters: [], text: '', limit: MOST_LOGS, order: 'newest' });
  if (!logs.ok) return logs;
  const traces = await telemetry.selectTraces({ range, limit: MOST_TRACES, order: 'newest' });
  if (!traces.ok) return traces;
  const series = await telemetry.findSeries({ range, limit: MOST_SERIES });
  if (!series.ok) return series;
  const spans: StoredRecord[] = [];
  for (const { traceId } of traces.value.traces) {
    if (spans.length >= MOST_SPANS) break;
    const trace = await telemetry.selectTrace(traceId);
    if (!trace.ok) return trace;
    for (const span of trace.value.slice(0, MOST_SPANS - spans.length)) {
      const values = [
        { where: 'name', kind: 'string', text: span.name },
        { where: 'status message', kind: 'string', text: span.statusMessage },
        { where: 'events', kind: 'array', text: span.events },
        ...valuesOf(span.attributes, span.resource),
      ];
      spans.push({ signal: 'traces', source: span.entityName, values });
    }
  }
  const records: StoredRecord[] = [
    ...logs.value.rows.map((row) => ({
      signal: 'logs' as const,
      source: row.entityName,
      values: [{ where: 'body', kind: row.bodyKind, text: row.body }, ...valuesOf(row.attributes, row.resource)],
    })),
    ...spans,
    ...series.value.map(({ metric, attributes }) => ({
      signal: 'metrics' as const,
      source: metric,
      values: Object.entries(attributes).map(([key, text]) => ({ where: key, kind: 'string', text, key })),
    })),
  ];
  const cut =
    logs.value.next !== undefined ||
    traces.value.next !== undefined ||
    spans.length >= MOST_SPANS ||
    series.value.length >= MOST_SERIES;
  return success({ records, cut });
}

function valuesOf(
  attributes: readonly TypedAttribute[],
  resource: readonly TypedAttribute[],
): (TypedValue & { readonly where: string })[] {
  return [...attributes, ...resource].map(({ key, value, kind }) => ({ where: key, kind, text: value, key }));
}

/** `EMAIL` of `<EMAIL:7f3c9a1b2d4e>`, `CUSTOM_TICKET` of `<CUSTOM_TICKET>`. */
function namesIn(text: string): readonly string[] {
  return placeholdersIn(text).map(([start, end]) => text.slice(start + 1, end - 1).split(':')[0]!);
}

function countOf(names: readonly string[], wanted: string): number {
  return names.filter((name) => name === wanted).length;
}

function add(to: Map<string, number>, name: string, count: number): void {
  to.set(name, (to.get(name) ?? 0) + count);
}

/** What stands around the first place where it is hidden. */
function excerpt(text: string, name: string): string {
  const at = text.indexOf(`<${name}`);
  const from = Math.max(0, at - EXAMPLE_LENGTH / 2);
  const cut = text.slice(from, from + EXAMPLE_LENGTH);
  return `${from > 0 ? '...' : ''}${cut}${from + EXAMPLE_LENGTH < text.length ? '...' : ''}`;
}

function mostFirst(counts: ReadonlyMap<string, number>): { name: string; values: number }[] {
  return [...counts].map(([name, values]) => ({ name, values })).sort((a, b) => b.values - a.values);
}
