import type { AnomalyView } from '@foreshock/contract/operations/anomalies.ts';
import type { Anomaly } from '@foreshock/model/anomaly.ts';
import { formatTime } from '@foreshock/model/time.ts';
import { describeFact } from '@foreshock/model/wording/measure-words.ts';
import type { z } from 'zod';
import type { EntityDirectory } from './entity-view.ts';
import { exploreLink } from './explore-link.ts';

const FACT_KIND = { metrics: 'metric', logs: 'log', traces: 'trace', events: 'event' } as const;

export function viewAnomaly(anomaly: Anomaly, entities: EntityDirectory): z.output<typeof AnomalyView> {
  return {
    id: anomaly.id,
    entity: entities.ref(anomaly.entity),
    signal: anomaly.signal,
    kind: anomaly.kind,
    measure: anomaly.measure,
    sentence: describeFact({ ...anomaly, kind: FACT_KIND[anomaly.signal] }),
    onset: formatTime(anomaly.onset),
    end: anomaly.end === undefined ? null : formatTime(anomaly.end),
    surprise: anomaly.surprise,
    direction: anomaly.direction,
    observed: anomaly.observed,
    expected: anomaly.expected,
    unit: anomaly.unit,
    hard: anomaly.hard,
    marks: [...anomaly.marks],
    explore: exploreLink(anomaly.query),
  };
}
