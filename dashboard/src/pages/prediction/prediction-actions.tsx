import type { Timestamp } from '@foreshock/model/time.ts';
import { DAY, formatDuration, HOUR, MINUTE } from '@foreshock/model/time.ts';
import { useState } from 'react';
import { ActionBar } from '../../components/action-bar.tsx';
import { Button } from '../../components/button.tsx';
import { MenuButton } from '../../components/menu-button.tsx';
import type { PredictionLine } from '../../components/prediction-rows.tsx';
import { useKeys } from '../../use-keys.ts';
import { useCommand } from '../../use-operation.ts';

const changed = ['getPrediction', 'listPredictions'] as const;

/** Acknowledge, take that back, and snooze, by button and by letter. A snooze always ends. */
export function PredictionActions({ line, now }: { line: PredictionLine; now: Timestamp }) {
  const acknowledge = useCommand('acknowledgePrediction', changed);
  const withdraw = useCommand('withdrawPredictionAcknowledgement', changed);
  const snooze = useCommand('snoozePrediction', changed);
  const [asked, setAsked] = useState(0);
  const free = line.acknowledgedBy === undefined;
  const send = () => (free ? acknowledge : withdraw).send({ id: line.id });
  const sleep = (length: number) => () => snooze.send({ id: line.id, for: formatDuration(length) });
  useKeys({ a: send, s: () => setAsked(asked + 1) });
  const fault = acknowledge.fault ?? withdraw.fault ?? snooze.fault;
  return (
    <>
      <ActionBar>
        <Button
          look={free ? 'filled' : 'outlined'}
          letter="a"
          disabled={acknowledge.sending || withdraw.sending}
          onClick={send}
        >
          {free ? 'Acknowledge' : `Undo: ${line.acknowledgedBy} is on it`}
        </Button>
        <MenuButton
          label="Snooze"
          letter="s"
          opens="up"
          side="right"
          asked={asked}
          items={[
            { name: '30 min', onChoose: sleep(30 * MINUTE) },
            { name: '2 h', onChoose: sleep(2 * HOUR) },
            { name: 'until 09:00', onChoose: sleep(untilNine(now)) },
          ]}
        />
      </ActionBar>
      {fault && <p role="alert">Not done: {fault.message}.</p>}
    </>
  );
}

/** Local, the next one. */
function untilNine(now: Timestamp): number {
  const nine = new Date(now);
  nine.setHours(9, 0, 0, 0);
  return nine.getTime() > now ? nine.getTime() - now : nine.getTime() + DAY - now;
}
