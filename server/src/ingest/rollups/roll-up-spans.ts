import type { EntityId } from '@foreshock/model/entity.ts';
import { binOf } from '@foreshock/model/latency-bins.ts';
import type { SpanRollup } from '@foreshock/model/rollup.ts';
import type { SpanColumns } from '@foreshock/model/span-columns.ts';
import { textAt } from '@foreshock/model/text-column.ts';
import { startOfMinute, type Timestamp } from '@foreshock/model/time.ts';
import type { OperationNames } from './name-operation.ts';
import { weightOfTraceState } from './sampling-weight.ts';

const ERROR = 2;
const NANOS_PER_MILLI = 1e6;

interface OpenRollup {
  minute: Timestamp;
  entity: EntityId;
  operation: string;
  side: 'server' | 'client';
  peer: EntityId | '';
  count: number;
  errors: number;
  sampled: number;
  sampledErrors: number;
  durationSumMs: number;
  bins: Map<number, number>;
}

/**
 * Partial sums by minute, entity, operation, side and peer. Internal spans count nowhere. The minute is that of the
 * span's end, when its duration became known.
 */
export function rollUpSpans(
  columns: SpanColumns,
  entityOfSource: readonly EntityId[],
  peers: readonly (EntityId | '')[],
  names: OperationNames,
): SpanRollup[] {
  const open = new Map<string, OpenRollup>();
  for (let row = 0; row < columns.count; row++) {
    const side = sideOf(columns.kind[row]!);
    if (!side) continue;
    const entity = entityOfSource[columns.source[row]!]!;
    const operation = names.name(entity, textAt(columns.name, row));
    const endNanos = columns.endTimeUnixNano[row]!;
    const minute = startOfMinute(Number(endNanos / 1_000_000n));
    const peer = peers[row]!;
    const key = `${minute} ${entity} ${side} ${peer} ${operation}`;
    let rollup = open.get(key);
    if (!rollup) {
      rollup = {
        minute,
        entity,
        operation,
        side,
        peer,
        count: 0,
        errors: 0,
        sampled: 0,
        sampledErrors: 0,
        durationSumMs: 0,
        bins: new Map(),
      };
      open.set(key, rollup);
    }
    const weight = weightOfTraceState(textAt(columns.traceState, row));
    const durationMs = Math.max(0, Number(endNanos - columns.startTimeUnixNano[row]!) / NANOS_PER_MILLI);
    const bin = binOf(durationMs);
    rollup.count += weight;
    rollup.sampled += 1;
    if (columns.statusCode[row] === ERROR) {
      rollup.errors += weight;
      rollup.sampledErrors += 1;
    }
    rollup.durationSumMs += durationMs * weight;
    rollup.bins.set(bin, (rollup.bins.get(bin) ?? 0) + weight);
  }
  return [...open.values()];
}

function sideOf(kind: number): 'server' | 'client' | undefined {
  if (kind === 2 || kind === 5) return 'server';
  if (kind === 3 || kind === 4) return 'client';
  return undefined;
}
