import type { Catalog, OperationName } from '@foreshock/contract/catalog.ts';
import type { OutputOf } from '@foreshock/contract/operation.ts';
import type { DurationMs, Timestamp } from '@foreshock/model/time.ts';
import type { QueryClient } from '@tanstack/react-query';
import { createContext, useContext, useEffect, useState } from 'react';
import { machineTime } from './use-now.ts';

export type LiveEvent = OutputOf<Catalog['watchEvents']>['type'];

/** Which answers may have changed when an event comes. */
export const changedBy: Readonly<Record<LiveEvent, readonly OperationName[]>> = {
  prediction: ['listPredictions', 'getPrediction', 'listPredictionRevisions', 'listPredictionEvidence', 'getTopology'],
  incident: [
    'listIncidents',
    'getIncident',
    'getIncidentTimeline',
    'compareIncident',
    'listTemplateLinks',
    'getTopology',
  ],
  channel: ['listChannels', 'getAlerting'],
  'data-trust': ['getStatus'],
  // Too long away: everything is asked again.
  reset: [],
  analysis: [
    'getStatus',
    'getHistory',
    'getAlerting',
    'listChannels',
    'listNotifications',
    'listHeldBack',
    'listIngestKeys',
    'getQuota',
    'getDataUsage',
    'listQuarantine',
    'listUnusualMinutes',
    'listExhaustion',
    'listAnomalies',
    'listChanges',
    'listDrills',
    'getTopology',
  ],
};

export interface LiveState {
  readonly linked: boolean;
  /** The last moment at which the link was known to be good. */
  readonly asOf: Timestamp;
}

export const LiveContext = createContext<LiveState>({ linked: true, asOf: 0 });

export function useLive(): LiveState {
  return useContext(LiveContext);
}

/** Events come in bursts at each tick; one question is enough for a burst. */
const GATHER: DurationMs = 250;

/** Follows the server's events and asks again what they changed. After a lost link everything is asked again. */
export function useLiveLink(queries: QueryClient): LiveState {
  const [state, setState] = useState<LiveState>(() => ({ linked: true, asOf: machineTime() }));
  useEffect(() => {
    const waiting = new Set<OperationName>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let lost = false;
    const flush = () => {
      timer = undefined;
      for (const name of waiting) void queries.invalidateQueries({ queryKey: [name] });
      waiting.clear();
    };
    const hear = (message: MessageEvent<string>) => {
      const type = eventType(message.data);
      if (type === undefined) return;
      if (type === 'reset') void queries.invalidateQueries();
      for (const name of changedBy[type]) waiting.add(name);
      timer ??= setTimeout(flush, GATHER);
      setState({ linked: true, asOf: machineTime() });
    };
    const source = new EventSource('/api/v1/events');
    source.onopen = () => {
      setState({ linked: true, asOf: machineTime() });
      if (lost) void queries.invalidateQueries();
      lost = false;
    };
    source.onerror = () => {
      lost = true;
      setState((before) => (before.linked ? { linked: false, asOf: machineTime() } : before));
    };
    source.onmessage = hear;
    for (const type of Object.keys(changedBy)) source.addEventListener(type, hear);
    return () => {
      clearTimeout(timer);
      source.close();
    };
  }, [queries]);
  return state;
}

/** The type that the data of an event names; `undefined` for a heartbeat or anything unknown. */
export function eventType(data: string): LiveEvent | undefined {
  try {
    const event: unknown = JSON.parse(data);
    if (typeof event !== 'object' || event === null || !('type' in event)) return undefined;
    return typeof event.type === 'string' && Object.hasOwn(changedBy, event.type)
      ? (event.type as LiveEvent)
      : undefined;
  } catch {
    return undefined;
  }
}
