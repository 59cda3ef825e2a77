import type { EntityId } from '@foreshock/model/entity.ts';
import type { IntakeCount, IntakeKind } from '@foreshock/model/intake.ts';
import type { Signal, TelemetryColumns } from '@foreshock/model/telemetry.ts';
import type { Timestamp } from '@foreshock/model/time.ts';

/** Adds up what came in with one request and what became of it. */
export interface Intake {
  add(entity: EntityId | '', kind: IntakeKind, reason: string, records: number, bytes: number): void;
  counts(): IntakeCount[];
}

export function createIntake(minute: Timestamp, signal: Signal): Intake {
  const open = new Map<string, { -readonly [Key in keyof IntakeCount]: IntakeCount[Key] }>();
  return {
    add(entity, kind, reason, records, bytes) {
      if (records === 0) return;
      const key = `${entity} ${kind} ${reason}`;
      const known = open.get(key);
      if (known) {
        known.records += records;
        known.bytes += bytes;
      } else open.set(key, { minute, signal, entity, kind, reason, records, bytes });
    },
    counts: () => [...open.values()].map((count) => ({ ...count, bytes: Math.round(count.bytes) })),
  };
}

/** What a record takes beside its texts: time, ids, numbers and the frames around them. */
const FIXED_BYTES = 48;

/** Hot path, benchmarks/normalise.ts. Of each record its share of the decompressed request, by the length of its texts. */
export function bytesOfRows(columns: TelemetryColumns, requestBytes: number): Float64Array {
  const { first, key, text } = columns.attributes;
  const lengthOfKey = Float64Array.from(columns.attributes.keys, (name) => name.length);
  const bytes = new Float64Array(columns.count);
  const texts = columns.signal === 'logs' ? columns.body : columns.signal === 'traces' ? columns.name : undefined;
  let total = 0;
  for (let row = 0; row < columns.count; row++) {
    let size = FIXED_BYTES;
    if (texts) size += texts.end[row]! - texts.start[row]!;
    for (let at = first[row]!; at < first[row + 1]!; at++)
      size += lengthOfKey[key[at]!]! + text.end[at]! - text.start[at]!;
    bytes[row] = size;
    total += size;
  }
  const factor = total === 0 ? 0 : requestBytes / total;
  for (let row = 0; row < bytes.length; row++) bytes[row]! *= factor;
  return bytes;
}
