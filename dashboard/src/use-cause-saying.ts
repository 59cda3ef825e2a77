import type { CauseSaying } from './components/cause-buttons.tsx';
import { useCommand } from './use-operation.ts';

const changed = ['getIncident', 'getIncidentTimeline', 'listIncidents', 'getPrediction', 'listPredictions'] as const;

/** What a person says of the causes of one incident or prediction. */
export function useCauseSaying(name: 'markIncidentCause' | 'markPredictionCause', id: string): CauseSaying {
  const { send, sending, fault } = useCommand(name, changed);
  return {
    sending,
    fault: fault?.message,
    say: (hypothesis, says) => send({ id, hypothesis, says }),
  };
}
