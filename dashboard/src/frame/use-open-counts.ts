import { useOperation } from '../use-operation.ts';

export interface OpenCounts {
  /** Open predictions, those in shadow included: at first there are no others. */
  readonly coming: number;
  readonly incidents: number;
}

export const openPredictionStates = 'active,frozen,shadow';
export const openIncidentStates = 'open,acknowledged';

/** What the rail counts. Zero while not known: a number that is not there says nothing wrong. */
export function useOpenCounts(): OpenCounts {
  const coming = useOperation('listPredictions', { state: openPredictionStates, limit: 100 });
  const incidents = useOperation('listIncidents', { state: openIncidentStates, limit: 100 });
  return { coming: coming.value?.items.length ?? 0, incidents: incidents.value?.items.length ?? 0 };
}
