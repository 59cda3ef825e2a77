import type { Timestamp } from '@foreshock/model/time.ts';
import { formatTime, HOUR } from '@foreshock/model/time.ts';
import { useState } from 'react';
import type { AlertingView, ChannelView } from '../../answer-shapes.ts';
import { Button, ButtonRow } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { DialogFault, FormDialog } from '../../components/dialog.tsx';
import form from '../../components/form-fields.module.css';
import { Section } from '../../components/section.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { FileMark } from '../../file-mark.tsx';
import { useCommand } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import { idFor, listOf } from './alerting-words.ts';

interface RotaSectionProps {
  readonly alerting: AlertingView;
  readonly channels: readonly ChannelView[];
  readonly now: Timestamp;
  readonly mayChange: boolean;
}

/** Who is on call and what is worked on: both say whom not to wake. */
export function RotaSection({ alerting, channels, now, mayChange }: RotaSectionProps) {
  const [dialog, setDialog] = useState<'rota' | 'maintenance' | undefined>();
  const save = useCommand('changeAlerting', ['getAlerting'], () => setDialog(undefined));
  const { version, routes, rotas, maintenance, onCall } = alerting;
  const send = (next: Partial<Pick<AlertingView, 'rotas' | 'maintenance'>>): void =>
    save.send({ basedOn: version, routes, rotas, maintenance, ...next });
  return (
    <Section name="On call" note="a person a week in turn; and when work is meant">
      <div className={content.stack}>
        {rotas.map((rota) => (
          <p key={rota.id}>
            <b>{rota.name}</b>: {onCall.find((one) => one.rota === rota.id)?.person ?? 'nobody'} now; in turn{' '}
            {rota.people.map(({ name }) => name).join(', ')}
            <FileMark kind="rota" id={rota.id} before="; " />.{' '}
            {mayChange && (
              <Button look="small" onClick={() => send({ rotas: rotas.filter(({ id }) => id !== rota.id) })}>
                Remove
              </Button>
            )}
          </p>
        ))}
        {maintenance.map((window) => (
          <p key={window.id}>
            <b>{window.name}</b>: nobody is told of {window.services.join(', ') || 'anything'} from{' '}
            <TimeText at={readTime(window.from)} now={now} /> to <TimeText at={readTime(window.to)} now={now} />
            {window.pausesScoring ? ', and its predictions are not scored' : ''}
            <FileMark kind="maintenance" id={window.id} before="; " />.{' '}
            {mayChange && (
              <Button
                look="small"
                onClick={() => send({ maintenance: maintenance.filter(({ id }) => id !== window.id) })}
              >
                Remove
              </Button>
            )}
          </p>
        ))}
        {rotas.length + maintenance.length === 0 && <p className={content.note}>No rota and no maintenance.</p>}
        {!dialog && <DialogFault fault={save.fault} />}
        {mayChange && (
          <ButtonRow>
            <Button onClick={() => setDialog('rota')}>Add a rota</Button>
            <Button onClick={() => setDialog('maintenance')}>Plan maintenance</Button>
          </ButtonRow>
        )}
      </div>
      {dialog === 'rota' && (
        <FormDialog
          title="Add a rota"
          act="Add"
          sending={save.sending}
          fault={save.fault}
          onClose={() => setDialog(undefined)}
          onSend={(fields) => {
            const name = fields.get('name') ?? '';
            const people = listOf(fields.get('people') ?? '').map((line) => readPerson(line, channels));
            const id = idFor(
              name,
              rotas.map((rota) => rota.id),
            );
            send({ rotas: [...rotas, { id, name, startsAt: formatTime(now), people, overrides: [] }] });
          }}
        >
          <div className={form.fields}>
            <label>
              Name
              <input name="name" required maxLength={100} autoComplete="off" placeholder="first line" />
            </label>
            <label>
              People, one a line: name = channel
              <textarea name="people" required placeholder={'ana = ana by mail\nben = oncall'} />
            </label>
          </div>
        </FormDialog>
      )}
      {dialog === 'maintenance' && (
        <FormDialog
          title="Plan maintenance"
          act="Plan"
          sending={save.sending}
          fault={save.fault}
          onClose={() => setDialog(undefined)}
          onSend={(fields) => {
            const name = fields.get('name') ?? '';
            const hours = Number(fields.get('hours') ?? '1');
            const from = Date.parse(fields.get('from') ?? '') || now;
            const id = idFor(
              name,
              maintenance.map((window) => window.id),
            );
            const window = {
              id,
              name,
              services: listOf(fields.get('services') ?? ''),
              from: formatTime(from),
              to: formatTime(from + hours * HOUR),
              pausesScoring: fields.has('pauses'),
            };
            send({ maintenance: [...maintenance, window] });
          }}
        >
          <div className={form.fields}>
            <label>
              What is done
              <input name="name" required maxLength={100} autoComplete="off" placeholder="upgrade of the database" />
            </label>
            <label>
              Services, with commas; * for any; empty for all
              <input name="services" autoComplete="off" placeholder="shop/*" />
            </label>
            <div className={form.pair}>
              <label>
                From; now where it is left out
                <input name="from" type="datetime-local" />
              </label>
              <label>
                Hours
                <input name="hours" type="number" min={0.25} max={336} step={0.25} defaultValue={1} required />
              </label>
            </div>
            <label className={form.check}>
              <input type="checkbox" name="pauses" defaultChecked />
              Leave its predictions out of the score
            </label>
          </div>
        </FormDialog>
      )}
    </Section>
  );
}

/** `ana = oncall`: the channel by its name; one that is not known is sent as it stands, and the server names it. */
function readPerson(line: string, channels: readonly ChannelView[]) {
  const [name = '', ...rest] = line.split('=').map((part) => part.trim());
  const wanted = rest.join('=');
  const channel = channels.find((one) => one.name === wanted)?.id ?? wanted;
  return { name, channels: wanted === '' ? [] : [channel] };
}
