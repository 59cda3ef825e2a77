import { severities } from '@foreshock/model/incident.ts';
import { FormDialog } from '../../components/dialog.tsx';
import { incidentPath } from '../../paths.ts';
import { useGo } from '../../url-state.ts';
import { useCommand, useOperation } from '../../use-operation.ts';

/** What a person sees and no rule has found yet. */
export function DeclareDialog({ onClose }: { onClose: () => void }) {
  const go = useGo();
  const entities = useOperation('listEntities', {});
  const declare = useCommand('declareIncident', ['listIncidents'], (incident) => {
    onClose();
    go(incidentPath(incident.id));
  });
  return (
    <FormDialog
      title="Declare an incident"
      act="Declare"
      sending={declare.sending}
      fault={declare.fault ?? entities.fault}
      onClose={onClose}
      onSend={(fields) =>
        declare.send({
          title: fields.get('title') ?? '',
          severity: severities.find((severity) => severity === fields.get('severity')) ?? 'minor',
          entity: fields.get('entity') ?? '',
        })
      }
    >
      <label>
        What is wrong
        <input name="title" required maxLength={200} autoComplete="off" placeholder="checkout refuses cards" />
      </label>
      <label>
        Who is hurt
        <select name="entity" required defaultValue="">
          <option value="" disabled>
            {entities.value ? 'Choose' : 'Reading entities'}
          </option>
          {entities.value?.items
            .filter((entity) => entity.state !== 'gone')
            .map((entity) => (
              <option key={entity.id} value={entity.id}>
                {entity.name} ({entity.kind})
              </option>
            ))}
        </select>
      </label>
      <label>
        Severity
        <select name="severity" defaultValue="major">
          {severities.map((severity) => (
            <option key={severity} value={severity}>
              {severity}
            </option>
          ))}
        </select>
      </label>
    </FormDialog>
  );
}
