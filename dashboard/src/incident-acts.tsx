import type { ReactNode } from 'react';
import { useState } from 'react';
import { ActionBar } from './components/action-bar.tsx';
import { Button } from './components/button.tsx';
import type { IncidentLine } from './components/incident-rows.tsx';
import { RowActs } from './components/row-acts.tsx';
import { SnoozeMenu } from './components/snooze-menu.tsx';
import { useKeys } from './use-keys.ts';
import { useCommand } from './use-operation.ts';

/** What has to be asked again when somebody acted on an incident. */
export const changedByIncidentActs = ['getIncident', 'getIncidentTimeline', 'listIncidents', 'listHeldBack'] as const;

export interface IncidentActsProps {
  readonly line: IncidentLine;
  readonly place: 'head' | 'row';
  /** Whether the letters `a` and `s` mean this one. */
  readonly keys: boolean;
  /** Further buttons. */
  readonly children?: ReactNode;
}

/** Acknowledge, take that back, and snooze, by button and by letter. A snooze always ends. */
export function IncidentActs({ line, place, keys, children }: IncidentActsProps) {
  const acknowledge = useCommand('acknowledgeIncident', changedByIncidentActs);
  const withdraw = useCommand('withdrawIncidentAcknowledgement', changedByIncidentActs);
  const snooze = useCommand('snoozeIncident', changedByIncidentActs);
  const [asked, setAsked] = useState(0);
  const free = line.state === 'open';
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
          {free ? 'Acknowledge' : `Undo: ${line.acknowledgedBy ?? 'somebody'} is on it`}
        </Button>
        <SnoozeMenu
          letter="s"
          opens={place === 'head' ? 'up' : 'down'}
          asked={asked}
          onSnooze={(end) => snooze.send({ id: line.id, ...end })}
          {...small}
        />
        {children}
      </Frame>
      {fault && <p role="alert">Not done: {fault.message}.</p>}
    </>
  );
}
