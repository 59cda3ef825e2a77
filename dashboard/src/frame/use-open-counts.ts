import { useOperation } from '../use-operation.ts';

export interface OpenCounts {
  /** Predictions on screen and open. */
  readonly coming: number;
  readonly incidents: number;
}

export const openPredictionStates = 'active,frozen';
export const openIncidentStates = 'open,acknowledged';

/** What the rail counts. Zero while not known: a number that is not there says nothing wrong. */
export function useOpenCounts(): OpenCounts {
  const coming = useOperation('listPredictions', { state: openPredictionStates, limit: 100 });
  const incidents = useOperation('listIncidents', { state: openIncidentStates, limit: 100 });
  return { coming: coming.value?.items.length ?? 0, incidents: incidents.value?.items.length ?? 0 };
}
