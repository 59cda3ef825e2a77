import type { EntityId } from '@foreshock/model/entity.ts';
import type { IntakeCount, IntakeKind } from '@foreshock/model/intake.ts';
import { success } from '@foreshock/model/known-error.ts';
import { type Signal, signals } from '@foreshock/model/telemetry.ts';
import { DAY, formatDuration, formatTime, MINUTE } from '@foreshock/model/time.ts';
import { findNoiseSettings } from '../../store/metadata/noise-settings.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { alignRange, resolveRange, resolveStep } from '../time-range.ts';
import type { StatusSources } from './status.ts';

/** Kinds whose records are not stored. What is joined is stored, within another record. */
const NOT_STORED: ReadonlySet<IntakeKind> = new Set(['refused', 'dropped', 'sampled', 'deduplicated', 'rolled-up']);
const BY_RULE: ReadonlySet<IntakeKind> = new Set(['dropped', 'sampled', 'deduplicated', 'rolled-up', 'trimmed']);
const MOST_SOURCES = 200;
const MOST_NAMES = 5;
const KEYS_A_SIGNAL = 20;
const STEPS = 60;

interface Amount {
  records: number;
  bytes: number;
}

const nothing = (): Amount => ({ records: 0, bytes: 0 });

function add(to: Amount, count: IntakeCount): void {
  to.records += count.records;
  to.bytes += count.bytes;
}

export function dataUsageHandlers(
  tools: HandlerTools,
  refusedAtTheDoor: StatusSources['refused'],
): Pick<Handlers, 'getDataUsage'> {
  return {
    async getDataUsage({ input, caller }) {
      const asked = resolveRange(input, tools.clock.now(), DAY);
      if (!asked.ok) return asked;
      const step = resolveStep(undefined, asked.value, MINUTE, STEPS);
      if (!step.ok) return step;
      const range = alignRange(asked.value, step.value);
      const telemetry = tools.store.tenant(caller.tenant);
      const intake = await telemetry.selectIntake({ range, step: step.value });
      if (!intake.ok) return intake;
      const { settings } = await findNoiseSettings(tools.db, caller.tenant);
      const keys = await Promise.all(
        signals.map(async (signal) => {
          const found = await telemetry.selectKeyCardinality({ range, signal, limit: KEYS_A_SIGNAL });
          return found.ok ? found.value.map((key) => ({ signal, ...key })) : [];
        }),
      );
      const hour = { from: range.to - 60 * MINUTE, to: range.to };
      const active = await telemetry.countActiveSeries(hour);
      const counts = intake.value;
      const directory = await tools.directories.of(caller.tenant, [
        ...new Set(counts.flatMap(({ entity }) => (entity === '' ? [] : [entity]))),
      ]);
      const names = new Map<string, string>(settings.rules.map((rule) => [rule.id, rule.name]));
      return success({
        from: formatTime(range.from),
        to: formatTime(range.to),
        step: formatDuration(step.value),
        signals: signals.map((signal) => ({
          signal,
          ...amountsOf(counts.filter((count) => count.signal === signal)),
          steps: stepsOf(counts, signal, range.from, step.value, Math.round((range.to - range.from) / step.value)),
        })),
        sources: [...Map.groupBy(counts, ({ entity, signal }) => `${entity} ${signal}`).values()]
          .map((group) => ({
            entity: group[0]!.entity === '' ? null : directory.ref(group[0]!.entity),
            signal: group[0]!.signal,
            ...amountsOf(group),
          }))
          .sort((a, b) => b.received.bytes - a.received.bytes || b.notStored.records - a.notStored.records)
          .slice(0, MOST_SOURCES),
        reasons: [
          ...Map.groupBy(
            counts.filter(({ kind }) => kind !== 'received'),
            ({ signal, kind, reason }) => `${signal} ${kind} ${reason}`,
          ).values(),
        ]
          .map((group) => {
            const { signal, kind, reason } = group[0]!;
            const isRule = BY_RULE.has(kind);
            const total = nothing();
            for (const count of group) add(total, count);
            return {
              signal,
              kind,
              rule: isRule ? { id: reason, name: names.get(reason) ?? null } : null,
              code: isRule || reason === '' ? null : reason,
              sources: mostOf(group).map((id) => directory.ref(id).name),
              ...total,
            };
          })
          .sort((a, b) => b.records - a.records),
        door: [...refusedAtTheDoor(caller.tenant)].map(({ reason, count }) => ({ reason, count })),
        series: {
          active: active.ok ? active.value : 0,
          limit: settings.maxActiveSeries,
          overflowing: counts.reduce((sum, { kind, records }) => sum + (kind === 'overflow' ? records : 0), 0),
        },
        keys: keys.flat().sort((a, b) => b.values - a.values),
      });
    },
  };
}

function amountsOf(counts: readonly IntakeCount[]): { received: Amount; notStored: Amount } {
  const received = nothing();
  const notStored = nothing();
  for (const count of counts) {
    if (count.kind === 'received') add(received, count);
    else if (NOT_STORED.has(count.kind)) add(notStored, count);
    // The bytes of attributes are not stored, their records are.
    else if (count.kind === 'trimmed') notStored.bytes += count.bytes;
  }
  return { received, notStored };
}

function stepsOf(
  counts: readonly IntakeCount[],
  signal: Signal,
  from: number,
  step: number,
  length: number,
): (Amount & { notStored: number })[] {
  const steps = Array.from({ length }, () => ({ ...nothing(), notStored: 0 }));
  for (const count of counts) {
    const slot = steps[Math.round((count.minute - from) / step)];
    if (count.signal !== signal || !slot) continue;
    if (count.kind === 'received') add(slot, count);
    else if (NOT_STORED.has(count.kind)) slot.notStored += count.records;
  }
  return steps;
}

function mostOf(counts: readonly IntakeCount[]): EntityId[] {
  const records = new Map<EntityId, number>();
  for (const { entity, records: more } of counts)
    if (entity !== '') records.set(entity, (records.get(entity) ?? 0) + more);
  return [...records]
    .sort((a, b) => b[1] - a[1])
    .slice(0, MOST_NAMES)
    .map(([id]) => id);
}
