import type { EntityId } from '@foreshock/model/entity.ts';
import type { MinuteFrame } from '../minute-frame.ts';
import type { Group } from './group.ts';

/** Who was heard in a minute, by signal. */
export interface Heard {
  readonly traces: ReadonlySet<EntityId>;
  readonly metrics: ReadonlySet<EntityId>;
  readonly logs: ReadonlySet<EntityId>;
}

export function heardIn(frame: MinuteFrame): Heard {
  const metrics = new Set<EntityId>();
  for (const { series } of frame.metrics) {
    const entity = frame.seriesById.get(series)?.entity;
    if (entity !== undefined) metrics.add(entity);
  }
  return {
    traces: new Set(frame.spans.map(({ entity }) => entity)),
    metrics,
    logs: new Set(frame.templates.map(({ entity }) => entity)),
  };
}

/**
 * Whether there was data that could show that an incident is over: requests of what was hurt in its requests, else
 * measurements of what was hurt in those. What the cluster or a log line said needs nothing more to be over; what is
 * missing must come again.
 */
export function isHeard(group: Group, heard: Heard): boolean {
  const members = [...group.members.values()];
  const told = members.filter(({ kind }) => kind !== 'missing-data');
  if (told.length === 0)
    return members.some(({ entity }) => [heard.traces, heard.metrics, heard.logs].some((of) => of.has(entity)));
  const traced = told.filter(({ signal }) => signal === 'traces');
  if (traced.length > 0) return traced.some(({ entity }) => heard.traces.has(entity));
  const measured = told.filter(({ signal }) => signal === 'metrics');
  return measured.length === 0 || measured.some(({ entity }) => heard.metrics.has(entity));
}
