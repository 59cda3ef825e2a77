import type { Anomaly, AnomalyId } from '@foreshock/model/anomaly.ts';
import type { EntityId } from '@foreshock/model/entity.ts';
import type { Evidence, EvidenceQuery } from '@foreshock/model/evidence.ts';
import { HOUR, MINUTE, type Timestamp } from '@foreshock/model/time.ts';
import type { MinuteFrame } from '../../minute-frame.ts';

/** Something seen at an entity that may come before a failure: a log line, or a kind of anomaly that begins. */
export interface Sign {
  /** Equal for signs that are counted together: a line of one workload; a kind of anomaly, wherever it is. */
  readonly key: string;
  readonly entity: EntityId;
  readonly kind: Evidence['kind'];
  readonly measure: string;
  readonly query: EvidenceQuery;
}

const KINDS = { metrics: 'metric', logs: 'log', traces: 'trace', events: 'event' } as const;

/**
 * Signs of a minute, lines first. Expected and chronic anomalies are none.
 *
 * before    anomalies that were open the minute before: only what begins is a sign
 */
export function signsOf(frame: MinuteFrame, open: readonly Anomaly[], before: ReadonlySet<AnomalyId>): Sign[] {
  const { minute, templateById } = frame;
  const range = { from: minute, to: minute + MINUTE };
  const lines = frame.templates.map(({ entity, template: written }): Sign => {
    const known = templateById.get(written);
    const template = known?.id ?? written;
    const measure = known?.text ?? template;
    return {
      key: `line ${template}`,
      entity,
      kind: 'log',
      measure,
      query: { kind: 'template', template, entity, range },
    };
  });
  const begun = open.filter(({ id, marks, onset }) => !before.has(id) && isNews(marks) && minute - onset < HOUR);
  return [...lines, ...begun.map((anomaly) => signOfAnomaly(anomaly, minute))];
}

function isNews(marks: Anomaly['marks']): boolean {
  return !marks.includes('expected') && !marks.includes('chronic');
}

function signOfAnomaly({ entity, signal, kind, measure, direction, query }: Anomaly, minute: Timestamp): Sign {
  const range = { from: minute, to: minute + MINUTE };
  return {
    key: `${signal} ${kind} ${direction} ${measure}`,
    entity,
    kind: KINDS[signal],
    measure,
    query: { ...query, range },
  };
}
