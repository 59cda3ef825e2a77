import type { Timestamp } from '@foreshock/model/time.ts';
import { useState } from 'react';
import type { ChannelView } from '../../answer-shapes.ts';
import { Button, ButtonRow } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { DataTable } from '../../components/data-table.tsx';
import { DialogFault, FormDialog } from '../../components/dialog.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Section } from '../../components/section.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { FileMark, FileNote } from '../../file-mark.tsx';
import { useKeys } from '../../use-keys.ts';
import { useCommand } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import { kindWords } from './alerting-words.ts';
import { ChannelDialog } from './channel-dialog.tsx';

interface ChannelsSectionProps {
  readonly channels: readonly ChannelView[];
  readonly now: Timestamp;
  readonly mayTest: boolean;
  readonly mayChange: boolean;
}

export function ChannelsSection({ channels, now, mayTest, mayChange }: ChannelsSectionProps) {
  const [editing, setEditing] = useState<ChannelView | 'new' | undefined>();
  const [removing, setRemoving] = useState<ChannelView | undefined>();
  const [tested, setTested] = useState('');
  useKeys({ n: mayChange ? () => setEditing('new') : undefined });
  const test = useCommand('testChannel', ['listChannels', 'getAlerting']);
  const add = mayChange && (
    <Button look={channels.length === 0 ? 'filled' : 'outlined'} letter="n" onClick={() => setEditing('new')}>
      Add a channel
    </Button>
  );
  return (
    <Section name="Channels" note="where people are told">
      <div className={content.stack}>
        {channels.length === 0 ? (
          <EmptyState
            title="No channel yet"
            text="A channel is a place: a webhook, Slack, PagerDuty, a mailbox, Teams. Add one and test it; then say in a route what it is told."
          >
            {add}
          </EmptyState>
        ) : (
          <>
            <DataTable
              caption="Channels"
              columns={[{ name: 'Channel' }, { name: 'State' }, ...(mayTest ? [{ name: 'Action' }] : [])]}
              rows={channels.map((channel) => ({
                id: channel.id,
                cells: [
                  <div key="name" className={content.what}>
                    <b>{channel.name}</b>
                    <span>
                      {kindWords[channel.kind]}
                      {placeOf(channel)}
                    </span>
                    <FileMark kind="channel" id={channel.id} />
                    {channel.secrets.includes('appToken') && <span>what people press there comes by Socket Mode</span>}
                    {channel.kind === 'slack' && (
                      <span>
                        {channel.settings.responders
                          ? `may press buttons: ${channel.settings.responders}`
                          : 'nobody may press buttons yet'}
                      </span>
                    )}
                    {channel.answersAt && <span>what people press there comes to {channel.answersAt}</span>}
                    {channel.secrets.includes('readToken') && <span>what people do there is asked for every 4 s</span>}
                  </div>,
                  <ChannelState key="state" channel={channel} now={now} />,
                  ...(mayTest
                    ? [
                        <ButtonRow key="acts">
                          <Button
                            look="small"
                            disabled={test.sending}
                            aria-label={`Test ${channel.name}`}
                            onClick={() => {
                              setTested(channel.name);
                              test.send({ id: channel.id });
                            }}
                          >
                            Test
                          </Button>
                          {mayChange && (
                            <>
                              <Button
                                look="small"
                                aria-label={`Edit ${channel.name}`}
                                onClick={() => setEditing(channel)}
                              >
                                Edit
                              </Button>
                              <Button
                                look="small"
                                aria-label={`Remove ${channel.name}`}
                                onClick={() => setRemoving(channel)}
                              >
                                Remove
                              </Button>
                            </>
                          )}
                        </ButtonRow>,
                      ]
                    : []),
                ],
              }))}
            />
            {test.result && (
              <div role="status" className={content.preview}>
                <p>
                  {tested}: {test.result.ok ? 'the test was taken' : 'the test failed'}
                </p>
                <ul>
                  {test.result.steps.map((step) => (
                    <li key={step.text}>
                      <span>{step.text}</span>
                      <span>{{ ok: 'done', failed: 'failed', open: 'yours to see' }[step.state]}</span>
                    </li>
                  ))}
                </ul>
              </div>
            )}
            <DialogFault fault={test.fault} />
            <div>{add}</div>
          </>
        )}
        {!mayChange && <p className={content.note}>Only an admin can change channels: they hold secrets.</p>}
      </div>
      {editing && (
        <ChannelDialog channel={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />
      )}
      {removing && <RemoveDialog channel={removing} onClose={() => setRemoving(undefined)} />}
    </Section>
  );
}

function ChannelState({ channel, now }: { channel: ChannelView; now: Timestamp }) {
  if (channel.deafSince === null || channel.state === 'paused') return <TellingState channel={channel} now={now} />;
  return (
    <div className={content.what}>
      <TellingState channel={channel} now={now} />
      <b>
        what people do there is not heard since <TimeText at={readTime(channel.deafSince)} now={now} />
      </b>
      <span>{channel.deafBecause}</span>
    </div>
  );
}

function TellingState({ channel, now }: { channel: ChannelView; now: Timestamp }) {
  switch (channel.state) {
    case 'untested':
      return <span>never tested</span>;
    case 'paused':
      return <span>paused</span>;
    case 'failing':
      return (
        <div className={content.what}>
          <b>
            failing since <TimeText at={readTime(channel.failingSince ?? channel.createdAt)} now={now} />
          </b>
          <span>{channel.lastError}</span>
        </div>
      );
    case 'ok':
      return (
        <span>
          ok, <TimeText at={readTime(channel.lastOkAt ?? channel.testedAt ?? channel.createdAt)} now={now} />
        </span>
      );
  }
}

function RemoveDialog({ channel, onClose }: { channel: ChannelView; onClose: () => void }) {
  const remove = useCommand('removeChannel', ['listChannels', 'getAlerting', 'listNotifications'], onClose);
  return (
    <FormDialog
      title={`Remove ${channel.name}`}
      act="Remove"
      sending={remove.sending}
      fault={remove.fault}
      onClose={onClose}
      onSend={() => remove.send({ id: channel.id })}
    >
      <FileNote kind="channel" id={channel.id} />
      <p>Its secrets are deleted, and what waits for it is dropped. What was sent stays listed.</p>
    </FormDialog>
  );
}

function placeOf({ settings }: ChannelView): string {
  const place = settings.url ?? settings.conversation ?? settings.to ?? '';
  return place === '' ? '' : `: ${place}`;
}
