import type { Catalog } from '@foreshock/contract/catalog.ts';
import type { OutputOf } from '@foreshock/contract/operation.ts';
import { FormDialog } from '../../components/dialog.tsx';
import { useCommand } from '../../use-operation.ts';
import { shortName } from '../../words/name-words.ts';

type Candidates = OutputOf<Catalog['listTemplateLinks']>['candidates'];

/** What a mark changes. */
export const changedByLinks = ['listTemplateLinks', 'getIncidentTimeline'] as const;

interface LinkDialogProps {
  readonly id: string;
  readonly candidates: Candidates;
  onClose(): void;
}

/** A person says that two lines of different services belong together. */
export function LinkDialog({ id, candidates, onClose }: LinkDialogProps) {
  const mark = useCommand('markTemplateLink', changedByLinks, onClose);
  const other = candidates.find(({ entity }) => entity.id !== candidates[0]?.entity.id);
  return (
    <FormDialog
      title="Link two log lines"
      act="Link them"
      sending={mark.sending}
      fault={mark.fault}
      onClose={onClose}
      onSend={(fields) =>
        mark.send({ id, first: fields.get('first') ?? '', second: fields.get('second') ?? '', says: 'linked' })
      }
    >
      <p>The link is yours: it changes no count and no cause, and can be taken away again.</p>
      <label>
        One line
        <select name="first" required>
          <CandidateOptions candidates={candidates} />
        </select>
      </label>
      <label>
        A line of another service
        <select name="second" required defaultValue={other?.template}>
          <CandidateOptions candidates={candidates} />
        </select>
      </label>
    </FormDialog>
  );
}

function CandidateOptions({ candidates }: { readonly candidates: Candidates }) {
  return candidates.map(({ template, entity, text }) => (
    <option key={template} value={template}>
      {shortName(entity.name)}: {text}
    </option>
  ));
}
