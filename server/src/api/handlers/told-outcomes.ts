import type { IncidentId } from '@foreshock/model/incident.ts';
import { success } from '@foreshock/model/known-error.ts';
import type { PredictionId } from '@foreshock/model/prediction.ts';
import { giveVerdict } from '../../store/metadata/incident-verdicts.ts';
import { tellOutcome } from '../../store/metadata/told-outcomes.ts';
import type { Handlers } from '../execute-operation.ts';
import type { HandlerTools } from '../handler-tools.ts';
import { viewWords } from '../views/told-view.ts';

export function toldOutcomeHandlers({
  db,
  clock,
}: HandlerTools): Pick<Handlers, 'tellPredictionOutcome' | 'tellIncidentVerdict'> {
  return {
    async tellPredictionOutcome({ input, caller }) {
      const word = { by: caller.name, says: input.says, note: input.note ?? '', now: clock.now() };
      const told = await tellOutcome(db, caller.tenant, input.id as PredictionId, word);
      return told.ok ? success({ told: viewWords(told.value, caller.name) }) : told;
    },

    async tellIncidentVerdict({ input, caller }) {
      const word = { by: caller.name, says: input.says, now: clock.now() };
      const verdicts = await giveVerdict(db, caller.tenant, input.id as IncidentId, word);
      return verdicts.ok ? success({ verdicts: viewWords(verdicts.value, caller.name) }) : verdicts;
    },
  };
}
