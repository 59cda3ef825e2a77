import type { IncidentLine } from './components/incident-rows.tsx';
import { ResponderActs, type ResponderActsProps } from './components/responder-acts.tsx';
import { useCommand } from './use-operation.ts';

/** What has to be asked again when somebody acted on an incident. */
export const changedByIncidentActs = ['getIncident', 'getIncidentTimeline', 'listIncidents', 'listHeldBack'] as const;

export interface IncidentActsProps extends Pick<ResponderActsProps, 'place' | 'keys' | 'children'> {
  readonly line: IncidentLine;
}

export function IncidentActs({ line, ...where }: IncidentActsProps) {
  const acknowledge = useCommand('acknowledgeIncident', changedByIncidentActs);
  const withdraw = useCommand('withdrawIncidentAcknowledgement', changedByIncidentActs);
  const snooze = useCommand('snoozeIncident', changedByIncidentActs);
  const free = line.state === 'open';
  return (
    <ResponderActs
      {...where}
      onIt={free ? undefined : (line.acknowledgedBy ?? 'somebody')}
      sending={acknowledge.sending || withdraw.sending}
      fault={acknowledge.fault ?? withdraw.fault ?? snooze.fault}
      onAcknowledge={() => (free ? acknowledge : withdraw).send({ id: line.id })}
      onSnooze={(end) => snooze.send({ id: line.id, ...end })}
    />
  );
}
