import { roles } from '@foreshock/model/role.ts';
import type { Timestamp } from '@foreshock/model/time.ts';
import type { ApiKeyView } from '../../answer-shapes.ts';
import { FormDialog } from '../../components/dialog.tsx';
import { useCommand } from '../../use-operation.ts';
import { KeyEndField, keyEnd } from './key-end.tsx';
import { lastUseWords, roleWords } from './key-words.ts';

type Made = (key: { readonly name: string; readonly secret: string }) => void;

interface CreateProps {
  readonly now: Timestamp;
  readonly onClose: () => void;
  readonly onMade: Made;
}

export function CreateApiKeyDialog({ now, onClose, onMade }: CreateProps) {
  const create = useCommand('createApiKey', ['listApiKeys'], (made) => {
    onMade(made);
    onClose();
  });
  const send = (fields: ReadonlyMap<string, string>): void => {
    create.send({
      name: fields.get('name') ?? '',
      role: roles.find((role) => role === fields.get('role')) ?? 'viewer',
      ...keyEnd(fields, now),
    });
  };
  return (
    <FormDialog
      title="Create an API key"
      act="Create"
      sending={create.sending}
      fault={create.fault}
      onClose={onClose}
      onSend={send}
    >
      <label>
        Which program has it
        <input name="name" required maxLength={100} placeholder="deploy pipeline" autoComplete="off" />
      </label>
      <label>
        What it may do
        <select name="role" defaultValue="viewer">
          {roles.map((role) => (
            <option key={role} value={role}>
              {role}: {roleWords[role]}
            </option>
          ))}
        </select>
      </label>
      <KeyEndField usual={90} />
    </FormDialog>
  );
}

interface RotateProps {
  readonly apiKey: ApiKeyView;
  readonly onClose: () => void;
  readonly onMade: Made;
}

export function RotateApiKeyDialog({ apiKey, onClose, onMade }: RotateProps) {
  const rotate = useCommand('rotateApiKey', ['listApiKeys'], (made) => {
    onMade(made);
    onClose();
  });
  return (
    <FormDialog
      title={`Rotate ${apiKey.name}`}
      act="Rotate"
      sending={rotate.sending}
      fault={rotate.fault}
      onClose={onClose}
      onSend={(fields) => rotate.send({ id: apiKey.id, overlap: fields.get('overlap') ?? 'P1D' })}
    >
      <p>A new key of the same role is made. Both are let in until the old one ends.</p>
      <label>
        The old key ends
        <select name="overlap" defaultValue="P1D">
          <option value="PT1H">in an hour</option>
          <option value="P1D">in a day</option>
          <option value="P7D">in a week</option>
        </select>
      </label>
    </FormDialog>
  );
}

interface RevokeProps {
  readonly apiKey: ApiKeyView;
  readonly now: Timestamp;
  readonly onClose: () => void;
}

export function RevokeApiKeyDialog({ apiKey, now, onClose }: RevokeProps) {
  const revoke = useCommand('revokeApiKey', ['listApiKeys'], onClose);
  return (
    <FormDialog
      title={`Revoke ${apiKey.name}`}
      act="Revoke"
      sending={revoke.sending}
      fault={revoke.fault}
      onClose={onClose}
      onSend={() => revoke.send({ id: apiKey.id })}
    >
      <p>The program is refused at once. This cannot be taken back. Last used: {lastUseWords(apiKey, now)}.</p>
    </FormDialog>
  );
}
