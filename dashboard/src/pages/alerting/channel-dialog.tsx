/** Makes a channel or changes one. Secrets are written and never read back: an empty field leaves one as it is. */
import { channelFields, channelKinds } from '@foreshock/model/alert-channel.ts';
import { useState } from 'react';
import type { ChannelView } from '../../answer-shapes.ts';
import { Button, ButtonRow } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { CopyBlock } from '../../components/copy-block.tsx';
import { Dialog, FormDialog } from '../../components/dialog.tsx';
import form from '../../components/form-fields.module.css';
import { FileNote } from '../../file-mark.tsx';
import { useCommand } from '../../use-operation.ts';
import { fieldWords, kindWords } from './alerting-words.ts';

const changes = ['listChannels', 'getAlerting'] as const;

export function ChannelDialog({ channel, onClose }: { channel: ChannelView | undefined; onClose: () => void }) {
  const [kind, setKind] = useState<ChannelView['kind']>(channel?.kind ?? 'webhook');
  const create = useCommand('createChannel', changes, ({ secret }) => secret === null && onClose());
  const update = useCommand('updateChannel', changes, onClose);
  const fields = channelFields[kind];
  const made = create.result;
  if (made?.secret) return <SecretDialog name={made.name} secret={made.secret} onClose={onClose} />;
  const valuesOf = (names: readonly string[], where: string, sent: ReadonlyMap<string, string>) =>
    Object.fromEntries(
      names
        .map((name) => name.replace('?', ''))
        .map((name): [string, string] => [name, (sent.get(`${where}.${name}`) ?? '').trim()])
        .filter(([, value]) => value !== ''),
    );
  return (
    <FormDialog
      title={channel ? `Channel: ${channel.name}` : 'Add a channel'}
      act={channel ? 'Save' : 'Add'}
      sending={create.sending || update.sending}
      fault={create.fault ?? update.fault}
      onClose={onClose}
      onSend={(sent) => {
        const name = sent.get('name') ?? '';
        const settings = valuesOf(fields.settings, 'settings', sent);
        const secrets = valuesOf(fields.secrets, 'secrets', sent);
        if (!channel) return create.send({ name, kind, settings, secrets });
        update.send({
          id: channel.id,
          name,
          paused: sent.has('paused'),
          // What stays as it is stays tested.
          ...(JSON.stringify(settings) !== JSON.stringify(inOrder(channel, fields.settings)) && { settings }),
          ...(Object.keys(secrets).length > 0 && { secrets }),
        });
      }}
    >
      {channel && <FileNote kind="channel" id={channel.id} />}
      <div className={form.fields}>
        <label>
          Name
          <input name="name" required maxLength={100} autoComplete="off" defaultValue={channel?.name ?? ''} />
        </label>
        {!channel && (
          <label>
            Kind
            <select
              value={kind}
              onChange={(event) => setKind(channelKinds.find((one) => one === event.target.value) ?? 'webhook')}
            >
              {channelKinds.map((one) => (
                <option key={one} value={one}>
                  {kindWords[one]}
                </option>
              ))}
            </select>
          </label>
        )}
        {fields.settings.map((field) => (
          <Field
            key={`${kind}.${field}`}
            where="settings"
            field={field}
            value={channel?.settings[field.replace('?', '')]}
          />
        ))}
        {fields.secrets.map((field) => (
          <Field
            key={`${kind}.${field}`}
            where="secrets"
            field={field}
            isSet={channel?.secrets.includes(field.replace('?', '')) ?? false}
          />
        ))}
        {channel && (
          <label className={form.check}>
            <input type="checkbox" name="paused" defaultChecked={channel.state === 'paused'} />
            Paused: nothing is sent, and what is held is listed
          </label>
        )}
      </div>
    </FormDialog>
  );
}

interface FieldProps {
  readonly where: 'settings' | 'secrets';
  readonly field: string;
  readonly value?: string | undefined;
  readonly isSet?: boolean;
}

function Field({ where, field, value, isSet = false }: FieldProps) {
  const name = field.replace('?', '');
  const mayMiss = field.endsWith('?') || isSet;
  return (
    <label>
      {fieldWords[name] ?? name}
      {field.endsWith('?') && !isSet ? ' (may be left out)' : ''}
      <input
        name={`${where}.${name}`}
        type={where === 'secrets' ? 'password' : 'text'}
        required={!mayMiss}
        autoComplete="off"
        defaultValue={value ?? ''}
        placeholder={isSet ? 'set; leave empty to keep it' : undefined}
      />
    </label>
  );
}

function SecretDialog({ name, secret, onClose }: { name: string; secret: string; onClose: () => void }) {
  return (
    <Dialog title={`${name} is there`} onClose={onClose}>
      <div className={content.stack}>
        <p>Its notifications are signed with this secret. It is shown now and never again.</p>
        <CopyBlock name="the secret" text={secret} />
        <ButtonRow>
          <Button look="filled" onClick={onClose}>
            Done
          </Button>
        </ButtonRow>
      </div>
    </Dialog>
  );
}

function inOrder({ settings }: ChannelView, fields: readonly string[]): Record<string, string> {
  const names = fields.map((field) => field.replace('?', ''));
  return Object.fromEntries(names.flatMap((name) => (settings[name] ? [[name, settings[name]]] : [])));
}
