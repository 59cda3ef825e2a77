import type { EntityId } from '@foreshock/model/entity.ts';
import { addBins } from '@foreshock/model/latency-bins.ts';
import type { SpanRollup } from '@foreshock/model/rollup.ts';
import type { MinuteFrame } from '../../minute-frame.ts';
import { isWaiting } from '../../waiting-operations.ts';

/** One minute of what an entity serves in all, of one of its operations, or of its calls to one peer. */
export interface SpanTraffic {
  readonly entity: EntityId;
  readonly role: 'service' | 'operation' | 'calls';
  readonly operation: string;
  readonly peer: EntityId | '';
  count: number;
  errors: number;
  /** Spans that were sent for them: what chance acts on. */
  sampled: number;
  sampledErrors: number;
  /** Of the requests and of the spans those whose duration says something: not those that wait by design. */
  timed: number;
  sampledTimed: number;
  /** Of the requests those whose caller is not known. */
  noCaller: number;
  /** Durations of `timed`. */
  readonly bins: Map<number, number>;
}

/** A row of the state of `edges.ts`: what a traffic key stands for. */
export interface TrafficKey {
  readonly role: SpanTraffic['role'];
  readonly entity: EntityId;
  readonly peer: EntityId | '';
}

const SEPARATOR = '\u001f';

function keyOf(role: SpanTraffic['role'], entity: EntityId, operation: string, peer: EntityId | ''): string {
  return [role, entity, peer, operation].join(SEPARATOR);
}

export function serviceKey(entity: EntityId): string {
  return keyOf('service', entity, '', '');
}

export function parseTrafficKey(key: string): TrafficKey {
  const [role, entity, peer] = key.split(SEPARATOR);
  // Keys are made by `keyOf` alone.
  return { role, entity, peer } as TrafficKey;
}

/** The rollups of a minute added up, by key in order. */
export function addUpSpans(spans: readonly SpanRollup[]): Map<string, SpanTraffic> {
  const traffic = new Map<string, SpanTraffic>();
  for (const span of spans) {
    if (span.side === 'server') {
      add('service', span, '', '');
      add('operation', span, span.operation, '');
    } else if (span.peer !== '') add('calls', span, '', span.peer);
  }
  return new Map([...traffic].sort(([a], [b]) => (a < b ? -1 : 1)));

  function add(role: SpanTraffic['role'], span: SpanRollup, operation: string, peer: EntityId | ''): void {
    const key = keyOf(role, span.entity, operation, peer);
    let row = traffic.get(key);
    if (row === undefined) {
      row = {
        entity: span.entity,
        role,
        operation,
        peer,
        count: 0,
        errors: 0,
        sampled: 0,
        sampledErrors: 0,
        timed: 0,
        sampledTimed: 0,
        noCaller: 0,
        bins: new Map(),
      };
      traffic.set(key, row);
    }
    row.count += span.count;
    row.errors += span.errors;
    row.sampled += span.sampled;
    row.sampledErrors += span.sampledErrors;
    if (span.peer === '') row.noCaller += span.count;
    if (isWaiting(span.operation)) return;
    row.timed += span.count;
    row.sampledTimed += span.sampled;
    addBins(row.bins, span.bins);
  }
}

/** Who calls whom, as known at the end of the minute: callers by callee. */
export function callersByCallee(frame: MinuteFrame): Map<EntityId, Set<EntityId>> {
  const callers = new Map<EntityId, Set<EntityId>>();
  for (const relation of frame.topology.relations) {
    if (relation.kind !== 'calls') continue;
    const known = callers.get(relation.to);
    if (known === undefined) callers.set(relation.to, new Set([relation.from]));
    else known.add(relation.from);
  }
  return callers;
}

/** Entities that sent anything at all in the minute. */
export function reportingEntities(frame: MinuteFrame): Set<EntityId> {
  const reporting = new Set<EntityId>();
  for (const rollup of frame.metrics) {
    const series = frame.seriesById.get(rollup.series);
    if (series !== undefined) reporting.add(series.entity);
  }
  for (const count of frame.templates) reporting.add(count.entity);
  for (const span of frame.spans) reporting.add(span.entity);
  return reporting;
}
