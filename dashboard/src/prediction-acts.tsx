import { useState } from 'react';
import { ActionBar } from './components/action-bar.tsx';
import { Button } from './components/button.tsx';
import type { PredictionLine } from './components/prediction-rows.tsx';
import { RowActs } from './components/row-acts.tsx';
import { SnoozeMenu } from './components/snooze-menu.tsx';
import { useKeys } from './use-keys.ts';
import { useCommand } from './use-operation.ts';

const changed = ['getPrediction', 'listPredictions', 'listHeldBack'] as const;

export interface PredictionActsProps {
  readonly line: PredictionLine;
  readonly place: 'head' | 'row';
  /** Whether the letters `a` and `s` mean this one. */
  readonly keys: boolean;
}

/** Acknowledge, take that back, and snooze, by button and by letter. A snooze always ends. */
export function PredictionActs({ line, place, keys }: PredictionActsProps) {
  const acknowledge = useCommand('acknowledgePrediction', changed);
  const withdraw = useCommand('withdrawPredictionAcknowledgement', changed);
  const snooze = useCommand('snoozePrediction', changed);
  const [asked, setAsked] = useState(0);
  const free = line.acknowledgedBy === undefined;
  const send = () => (free ? acknowledge : withdraw).send({ id: line.id });
  useKeys(keys ? { a: send, s: () => setAsked(asked + 1) } : {});
  const fault = acknowledge.fault ?? withdraw.fault ?? snooze.fault;
  const Frame = place === 'head' ? ActionBar : RowActs;
  const small = place === 'row' ? ({ look: 'small' } as const) : {};
  return (
    <>
      <Frame>
        <Button
          look={place === 'row' ? 'small' : free ? 'filled' : 'outlined'}
          letter="a"
          disabled={acknowledge.sending || withdraw.sending}
          onClick={send}
        >
          {free ? 'Acknowledge' : `Undo: ${line.acknowledgedBy} is on it`}
        </Button>
        <SnoozeMenu
          letter="s"
          opens={place === 'head' ? 'up' : 'down'}
          asked={asked}
          {...(line.odds.display === 'percent' && { probability: line.odds.probability })}
          onSnooze={(end) => snooze.send({ id: line.id, ...end })}
          {...small}
        />
      </Frame>
      {fault && <p role="alert">Not done: {fault.message}.</p>}
    </>
  );
}
