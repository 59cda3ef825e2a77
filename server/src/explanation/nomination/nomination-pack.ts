// What a model is shown of the log templates of the last hour: masked words, counts in windows, and short ids.
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Template } from '@foreshock/model/template.ts';
import { formatTime, MINUTE, type TimeRange, type Timestamp } from '@foreshock/model/time.ts';
import type { Topology } from '@foreshock/model/topology.ts';
import type { Redactor } from '../../redaction/create-redactor.ts';
import { canonicalJson } from '../../store/metadata/json-text.ts';
import { promptName } from '../pack/safe-text.ts';
import { shownLine } from '../pack/shown-measure.ts';
import type { WindowCounts } from './confirm-nomination.ts';

export const WINDOW_MS = 10 * MINUTE;
export const WINDOWS = 6;

export interface CountedTemplate {
  readonly template: Template;
  readonly counts: WindowCounts;
}

export interface NominationPack {
  readonly json: string;
  /** By short id. */
  readonly templates: ReadonlyMap<string, CountedTemplate>;
  readonly windows: ReadonlyMap<string, TimeRange>;
  /** Begin of the first window. */
  readonly since: Timestamp;
}

/** The same sources give the same bytes. `since`: begin of the first window. */
export function buildNominationPack(
  counted: readonly CountedTemplate[],
  since: Timestamp,
  { entities }: Topology,
  redactor: Redactor,
): NominationPack {
  const windows = new Map(
    Array.from({ length: WINDOWS }, (_, at): [string, TimeRange] => {
      const from = since + at * WINDOW_MS;
      return [`W${at + 1}`, { from, to: from + WINDOW_MS }];
    }),
  );
  const names = new Map<EntityId, string>();
  const idOf = (entity: EntityId): string => {
    const known = names.get(entity) ?? `E${names.size + 1}`;
    names.set(entity, known);
    return known;
  };
  const templates = new Map(counted.map((one, at) => [`T${at + 1}`, one]));
  const rows = [...templates].map(([id, { template, counts }]) => ({
    id,
    entity: idOf(template.entity),
    severity: template.severityNumber,
    words: shownLine(template.text, { firstSeen: template.firstSeen, count: template.count, entities: 1 }, since),
    new: template.firstSeen >= since,
    usual: Number(meanOf(counts.usual).toPrecision(3)),
    counts: counts.shown.map((count, at) => (counts.heard[at] ? count : null)),
  }));
  const text = canonicalJson({
    v: 1,
    windows: [...windows].map(([id, { from, to }]) => ({ id, from: formatTime(from), to: formatTime(to) })),
    entities: [...names].map(([id, short]) => ({ id: short, name: promptName(entities.get(id)?.name ?? id) })),
    templates: rows,
  });
  const json = redactor.json(text);
  redactor.takeCounts();
  return { json, templates, windows, since };
}

function meanOf(counts: readonly number[]): number {
  return counts.length === 0 ? 0 : counts.reduce((sum, count) => sum + count, 0) / counts.length;
}
