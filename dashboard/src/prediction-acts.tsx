import type { PredictionLine } from './components/prediction-rows.tsx';
import { ResponderActs, type ResponderActsProps } from './components/responder-acts.tsx';
import { useCommand } from './use-operation.ts';

const changed = ['getPrediction', 'listPredictions', 'listHeldBack'] as const;

export interface PredictionActsProps extends Pick<ResponderActsProps, 'place' | 'keys'> {
  readonly line: PredictionLine;
}

export function PredictionActs({ line, ...where }: PredictionActsProps) {
  const acknowledge = useCommand('acknowledgePrediction', changed);
  const withdraw = useCommand('withdrawPredictionAcknowledgement', changed);
  const snooze = useCommand('snoozePrediction', changed);
  return (
    <ResponderActs
      {...where}
      onIt={line.acknowledgedBy}
      sending={acknowledge.sending || withdraw.sending}
      fault={acknowledge.fault ?? withdraw.fault ?? snooze.fault}
      probability={line.odds.display === 'percent' ? line.odds.probability : undefined}
      onAcknowledge={() => (line.acknowledgedBy === undefined ? acknowledge : withdraw).send({ id: line.id })}
      onSnooze={(end) => snooze.send({ id: line.id, ...end })}
    />
  );
}
