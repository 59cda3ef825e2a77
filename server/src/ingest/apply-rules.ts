// What the rules of a project leave of a request, and what they take, counted by rule and sender.
import type { EntityId } from '@foreshock/model/entity.ts';
import type { IngestedBatch } from '@foreshock/model/ingested-batch.ts';
import type { IntakeKind } from '@foreshock/model/intake.ts';
import type { NoiseRule } from '@foreshock/model/noise-rule.ts';
import type { TelemetryColumns } from '@foreshock/model/telemetry.ts';
import type { TemplateId } from '@foreshock/model/template.ts';
import type { BatchTools } from './batch-tools.ts';
import type { Received } from './count-received.ts';
import type { Intake } from './intake/count-intake.ts';
import type { Fates } from './thin/fates.ts';
import { sourceOfRow, trimColumns } from './thin/trim-columns.ts';

const KIND_OF_ACTION = {
  drop: 'dropped',
  sample: 'sampled',
  deduplicate: 'deduplicated',
  'roll-up': 'rolled-up',
  'drop-attributes': 'trimmed',
} as const satisfies Record<NoiseRule['action']['kind'], IntakeKind>;

export interface StoredRows {
  /** Absent where every row is stored. */
  readonly rows?: Uint32Array;
  readonly weights: Pick<IngestedBatch, 'weightOfRow'>;
}

/** Counts what is not stored by the rule that says so. */
export function storedRows(
  columns: TelemetryColumns,
  entityOfSource: readonly EntityId[],
  fates: Fates | undefined,
  rules: readonly NoiseRule[],
  { intake, bytesOfRow }: Received,
): StoredRows {
  if (!fates) return { weights: {} };
  const rows: number[] = [];
  for (let row = 0; row < columns.count; row++) {
    const index = fates.ruleOfRow[row]!;
    if (index < 0) {
      rows.push(row);
      continue;
    }
    const rule = rules[index]!;
    const entity = entityOfSource[sourceOfRow(columns, row)]!;
    intake.add(entity, KIND_OF_ACTION[rule.action.kind], rule.id, 1, bytesOfRow[row]!);
  }
  return {
    rows: Uint32Array.from(rows),
    weights: { weightOfRow: Float64Array.from(rows, (row) => fates.weightOfRow[row]!) },
  };
}

/** Takes the attributes away that rules name. */
export function trim<T extends TelemetryColumns>(
  columns: T,
  entityOfSource: readonly EntityId[],
  templateOfRow: readonly TemplateId[],
  tools: Pick<BatchTools, 'miner' | 'thinning'>,
  intake: Intake,
): T {
  const rules = tools.thinning.rules[columns.signal];
  const trimmed = trimColumns(columns, entityOfSource, templateOfRow, rules, tools.miner.find);
  for (const [index, bytes] of trimmed.bytes) {
    for (let row = 0; row < bytes.length; row++) {
      if (bytes[row] === 0) continue;
      intake.add(entityOfSource[sourceOfRow(columns, row)]!, 'trimmed', rules[index]!.id, 1, bytes[row]!);
    }
  }
  return trimmed.columns;
}
