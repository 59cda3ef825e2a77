import type { Catalog } from '@foreshock/contract/catalog.ts';
import type { OutputOf } from '@foreshock/contract/operation.ts';
import { nanosecondsOf, type Timestamp } from '@foreshock/model/time.ts';
import type { LogRecord } from '@foreshock/otlp/telemetry-to-send.ts';
import type { Ask } from './gather-metrics.ts';

type Prediction = OutputOf<Catalog['getPrediction']>;
type Incident = OutputOf<Catalog['getIncident']>;

export interface StateChanges {
  /** A record when what is told to be new is in another state than when it was seen last. */
  consider(kind: 'prediction' | 'incident', id: string, now: Timestamp): Promise<LogRecord | undefined>;
}

/** As many as are shown at once many times over; beyond that the oldest is forgotten, and may be told again. */
const MOST_REMEMBERED = 10_000;
const INFO = 9;
const WARN = 13;

export function createStateChanges(ask: Ask): StateChanges {
  const seen = new Map<string, string>();
  const isNew = (id: string, state: string): boolean => {
    if (seen.get(id) === state) return false;
    seen.delete(id);
    seen.set(id, state);
    if (seen.size > MOST_REMEMBERED) for (const oldest of seen.keys()) if (seen.delete(oldest)) break;
    return true;
  };
  return {
    async consider(kind, id, now) {
      if (kind === 'prediction') {
        const found = await ask('getPrediction', { id });
        if (!found.ok || found.value.backtest) return undefined;
        const { state, outcome, odds } = found.value;
        return isNew(id, `${state} ${outcome} ${odds.band}`) ? ofPrediction(found.value, now) : undefined;
      }
      const found = await ask('getIncident', { id });
      if (!found.ok) return undefined;
      return isNew(id, `${found.value.state} ${found.value.severity}`) ? ofIncident(found.value, now) : undefined;
    },
  };
}

function ofPrediction(
  { id, revision, state, outcome, entity, failure, odds, headline, actBy }: Prediction,
  now: Timestamp,
): LogRecord {
  return {
    timeUnixNano: nanosecondsOf(now),
    eventName: 'foreshock.prediction.changed',
    ...levelOf(state === 'active' && odds.band === 'high'),
    body: headline,
    attributes: {
      'foreshock.prediction.id': id,
      'foreshock.prediction.revision': revision,
      'foreshock.prediction.state': state,
      'foreshock.prediction.outcome': outcome,
      'foreshock.prediction.band': odds.band,
      'foreshock.entity.name': entity.name,
      'foreshock.failure': failure,
      ...(actBy !== null && { 'foreshock.prediction.act_by': actBy }),
    },
  };
}

function ofIncident({ id, state, severity, title, startedAt, cause }: Incident, now: Timestamp): LogRecord {
  return {
    timeUnixNano: nanosecondsOf(now),
    eventName: 'foreshock.incident.changed',
    ...levelOf(state === 'open' && severity !== 'minor'),
    body: title,
    attributes: {
      'foreshock.incident.id': id,
      'foreshock.incident.state': state,
      'foreshock.incident.severity': severity,
      'foreshock.incident.started_at': startedAt,
      ...(cause !== null && { 'foreshock.incident.cause': cause }),
    },
  };
}

function levelOf(isWarning: boolean): Pick<LogRecord, 'severityNumber' | 'severityText'> {
  return isWarning ? { severityNumber: WARN, severityText: 'WARN' } : { severityNumber: INFO, severityText: 'INFO' };
}
