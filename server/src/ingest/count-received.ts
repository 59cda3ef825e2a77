import type { EntityId } from '@foreshock/model/entity.ts';
import type { TelemetryColumns } from '@foreshock/model/telemetry.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { Intake } from './intake/count-intake.ts';
import type { Normalised } from './normalise/normalise.ts';
import { sourceOfRow } from './thin/trim-columns.ts';

/** What is known of a request beside its records. */
export interface Received {
  readonly normalised: Normalised;
  /** Records whose minute was closed when they came, by source. */
  readonly late: ReadonlyMap<number, number>;
  readonly bytesOfRow: Float64Array;
  readonly receivedAt: Timestamp;
  readonly intake: Intake;
}

/** By sender: what came in, what was joined, whose clock was ahead, what came late. */
export function countReceived(
  columns: TelemetryColumns,
  entityOfSource: readonly EntityId[],
  received: Received,
): void {
  const { intake, bytesOfRow, normalised, late } = received;
  const records = new Float64Array(columns.sources.length);
  const bytes = new Float64Array(columns.sources.length);
  for (let row = 0; row < columns.count; row++) {
    const source = sourceOfRow(columns, row);
    records[source]! += 1;
    bytes[source]! += bytesOfRow[row]!;
  }
  for (const [source, entity] of entityOfSource.entries()) {
    const joined = normalised.joined.get(source) ?? 0;
    intake.add(entity, 'received', '', records[source]! + joined, bytes[source]!);
    intake.add(entity, 'joined', '', joined, 0);
    intake.add(entity, 'clock-ahead', '', normalised.ahead.get(source) ?? 0, 0);
    intake.add(entity, 'late', '', late.get(source) ?? 0, 0);
  }
}
