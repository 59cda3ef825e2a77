import type { OutputOf } from '@foreshock/contract/operation.ts';
import type { previewNoiseRule } from '@foreshock/contract/operations/noise.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Evidence } from '@foreshock/model/evidence.ts';
import { type Result, success } from '@foreshock/model/known-error.ts';
import type { NoiseAction } from '@foreshock/model/noise-rule.ts';
import type { Signal } from '@foreshock/model/telemetry.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import type { TenantId } from '@foreshock/model/tenant.ts';
import { DAY, formatTime, HOUR, type TimeRange } from '@foreshock/model/time.ts';
import { listIncidents } from '../../store/metadata/incidents.ts';
import { listPredictions } from '../../store/metadata/predictions.ts';
import type { NoiseGroup } from '../../store/telemetry/telemetry-store.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { citationCheck } from '../views/citations.ts';
import { estimateGone, type NoiseEstimate } from '../views/noise-estimate.ts';
import { headlineOf } from '../views/prediction-view.ts';
import { faultOf, matchOf } from './noise-rules.ts';

const PREVIEW_MS = HOUR;
const CITED_DAYS = 30;
const MOST_CITERS = 5;
const MOST_EXAMPLES = 5;
const MOST_GROUPS = 50_000;
const MOST_TEMPLATES = 10_000;
/** Read at a time; a month of a busy project has some hundreds. */
const PAGE = 500;
const MOST_READ = 5_000;

interface Taken {
  readonly group: NoiseGroup;
  readonly gone: NoiseEstimate;
}

export function noisePreviewHandlers(tools: HandlerTools): Pick<Handlers, 'previewNoiseRule'> {
  return {
    async previewNoiseRule({ input, caller }) {
      const fault = faultOf(input);
      if (fault) return fault;
      const { signal, action } = input;
      const now = tools.clock.now();
      const range = { from: now - PREVIEW_MS, to: now };
      const telemetry = tools.store.tenant(caller.tenant);
      const found = await telemetry.selectNoise({
        range,
        signal,
        match: matchOf(input.match),
        keys: action.kind === 'drop-attributes' ? action.keys : [],
        intervalSeconds: action.kind === 'roll-up' ? action.everySeconds : 60,
      });
      if (!found.ok) return found;
      const taken = found.value.groups.map((group) => ({ group, gone: estimateGone(action, group) }));
      const cited = await citationsOf(taken, signal, action, caller.tenant, tools, range);
      if (!cited.ok) return cited;
      const sum = (pick: (one: Taken) => number): number => taken.reduce((all, one) => all + pick(one), 0);
      return success({
        from: formatTime(range.from),
        to: formatTime(range.to),
        total: found.value.total,
        matched: { records: sum(({ group }) => group.records), bytes: sum(({ group }) => group.bytes) },
        gone: {
          records: Math.round(sum(({ gone }) => gone.records)),
          bytes: Math.round(sum(({ gone }) => gone.bytes)),
        },
        errorsGone: sum(({ gone }) => gone.errors),
        cited: cited.value,
        examples: await examplesOf(taken, signal, caller.tenant, tools, range),
        cut: found.value.groups.length >= MOST_GROUPS,
      });
    },
  };
}

type Preview = OutputOf<typeof previewNoiseRule>;

/** Facts of the last month about something that the rule takes. Facts about rollups stay true: what is cited is what people open. */
async function citationsOf(
  taken: readonly Taken[],
  signal: Signal,
  action: NoiseAction,
  tenant: TenantId,
  tools: HandlerTools,
  range: TimeRange,
): Promise<Result<Preview['cited']>> {
  const losing = taken.filter(({ gone }) => action.kind === 'drop-attributes' || gone.records > 0);
  const templates =
    signal === 'logs' && losing.length > 0
      ? await tools.store.tenant(tenant).selectTemplates({ range, limit: MOST_TEMPLATES })
      : success([]);
  if (!templates.ok) return templates;
  const concerned = citationCheck(
    signal,
    losing.map(({ group }) => group),
    templates.value,
  );
  const since = range.to - CITED_DAYS * DAY;
  const by: Preview['cited']['by'] = [];
  let count = 0;
  const note = (
    kind: 'prediction' | 'incident',
    id: string,
    evidence: readonly Evidence[],
    title: () => string,
  ): void => {
    const facts = evidence.filter((fact) => fact.window.to >= since && concerned(fact)).length;
    if (facts === 0) return;
    count += facts;
    if (by.length < MOST_CITERS) by.push({ kind, id, title: title() });
  };
  const directory = await tools.directories.of(tenant);
  let read = 0;
  for (let cursor: string | undefined, more = true; more && read < MOST_READ; ) {
    const page = await listPredictions(tools.db, tenant, { limit: PAGE, ...(cursor !== undefined && { cursor }) });
    if (!page.ok) return page;
    for (const one of page.value.items)
      if (one.updatedAt >= since) note('prediction', one.id, one.evidence, () => headlineOf(one, directory));
    read += page.value.items.length;
    cursor = page.value.next;
    more = cursor !== undefined;
  }
  read = 0;
  for (let cursor: string | undefined, more = true; more && read < MOST_READ; ) {
    const month = { from: since, to: range.to };
    const query = { range: month, limit: PAGE, ...(cursor !== undefined && { cursor }) };
    const page = await listIncidents(tools.db, tenant, query);
    if (!page.ok) return page;
    for (const one of page.value.items) note('incident', one.id, one.evidence, () => one.title);
    read += page.value.items.length;
    cursor = page.value.next;
    more = cursor !== undefined;
  }
  return success({ days: CITED_DAYS, count, by });
}

async function examplesOf(
  taken: readonly Taken[],
  signal: Signal,
  tenant: TenantId,
  tools: HandlerTools,
  range: TimeRange,
): Promise<Preview['examples']> {
  const sums = new Map<string, { entity: EntityId; group: string; records: number; gone: number }>();
  for (const { group, gone } of taken) {
    const key = `${group.entity} ${group.group}`;
    const known = sums.get(key) ?? { entity: group.entity, group: group.group, records: 0, gone: 0 };
    sums.set(key, { ...known, records: known.records + group.records, gone: known.gone + gone.records });
  }
  const most = [...sums.values()].sort((a, b) => b.records - a.records).slice(0, MOST_EXAMPLES);
  const directory = await tools.directories.of(
    tenant,
    most.map(({ entity }) => entity),
  );
  const texts = await textsOf(most, signal, tenant, tools, range);
  return most.map(({ entity, group, records, gone }) => ({
    entity: directory.ref(entity),
    text: texts.get(group) ?? group,
    records,
    gone: Math.round(gone),
  }));
}

async function textsOf(
  groups: readonly { readonly group: string; readonly entity: EntityId }[],
  signal: Signal,
  tenant: TenantId,
  tools: HandlerTools,
  range: TimeRange,
): Promise<ReadonlyMap<string, string>> {
  const texts = new Map<string, string>();
  const telemetry = tools.store.tenant(tenant);
  for (const { group, entity } of groups) {
    if (signal === 'logs') {
      // Groups of logs are ids of templates.
      const template = await telemetry.selectTemplate(group as TemplateId);
      if (template.ok && template.value) texts.set(group, template.value.text);
    } else if (signal === 'metrics') {
      const series = await telemetry.findSeries({ range, entity, limit: 10_000 });
      const found = series.ok ? series.value.find((one) => one.id === group) : undefined;
      if (found) texts.set(group, found.metric);
    }
  }
  return texts;
}
