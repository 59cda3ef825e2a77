/** What could not be delivered, what was sent last, and what was held back with its reason. */
import type { Timestamp } from '@foreshock/model/time.ts';
import type { ChannelView, HeldBackView, NotificationView } from '../../answer-shapes.ts';
import { Button } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { DataTable } from '../../components/data-table.tsx';
import { DialogFault } from '../../components/dialog.tsx';
import { Panel } from '../../components/panel.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { Section } from '../../components/section.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { incidentPath, predictionPath } from '../../paths.ts';
import { useCommand, useOperation } from '../../use-operation.ts';
import { holdWords, reasonWords } from '../../words/alert-words.ts';
import { readTime } from '../../words/iso-words.ts';

interface DeliveryProps {
  readonly channels: readonly ChannelView[];
  readonly now: Timestamp;
  readonly mayChange: boolean;
}

export function DeliverySections({ channels, now, mayChange }: DeliveryProps) {
  const dead = useOperation('listNotifications', { state: 'dead', limit: 50 });
  const recent = useOperation('listNotifications', { state: 'waiting,sent', limit: 20 });
  const held = useOperation('listHeldBack', { limit: 50 });
  const names = new Map(channels.map(({ id, name }) => [id, name]));
  return (
    <>
      {dead.value && dead.value.items.length > 0 && (
        <Section name="Dead letters" note="given up; nobody was told">
          <DeadLetters items={dead.value.items} names={names} now={now} mayChange={mayChange} />
        </Section>
      )}
      <Section name="Told" note="newest first">
        <Panel answer={recent} what="What was told" doing="Reading what was told" shape="rows">
          {({ items }) =>
            items.length === 0 ? (
              <p className={content.note}>Nothing has been told yet.</p>
            ) : (
              <DataTable
                caption="Told"
                columns={[{ name: 'Notification' }, { name: 'Channel' }, { name: 'State' }]}
                rows={items.map((item) => ({
                  id: item.id,
                  cells: [
                    <What key="what" item={item} />,
                    names.get(item.channel) ?? item.channel,
                    <span key="state">
                      {item.sentAt === null ? (
                        `on the way, ${item.attempts} attempts`
                      ) : (
                        <TimeText at={readTime(item.sentAt)} now={now} />
                      )}
                    </span>,
                  ],
                }))}
              />
            )
          }
        </Panel>
      </Section>
      <Section name="Held back" note="what nobody was told, and why">
        <Panel answer={held} what="What was held back" doing="Reading what was held back" shape="rows">
          {({ items }) =>
            items.length === 0 ? (
              <p className={content.note}>Nothing has been held back.</p>
            ) : (
              <DataTable
                caption="Held back"
                columns={[{ name: 'What' }, { name: 'Why' }, { name: 'When' }]}
                rows={items.map((item) => ({
                  id: `${item.subject} ${item.route} ${item.reason}`,
                  cells: [
                    <Subject key="subject" id={item.subject} headline={item.headline} />,
                    whyWords(item, names),
                    <TimeText key="at" at={readTime(item.lastAt)} now={now} />,
                  ],
                }))}
              />
            )
          }
        </Panel>
      </Section>
    </>
  );
}

interface DeadLettersProps {
  readonly items: readonly NotificationView[];
  readonly names: ReadonlyMap<string, string>;
  readonly now: Timestamp;
  readonly mayChange: boolean;
}

function DeadLetters({ items, names, now, mayChange }: DeadLettersProps) {
  const redeliver = useCommand('redeliverNotification', ['listNotifications', 'getAlerting']);
  return (
    <div className={content.stack}>
      <DataTable
        caption="Dead letters"
        columns={[{ name: 'Notification' }, { name: 'Channel' }, ...(mayChange ? [{ name: 'Action' }] : [])]}
        rows={items.map((item) => ({
          id: item.id,
          cells: [
            <div key="what" className={content.what}>
              <What item={item} />
              <span>
                {item.error}; decided <TimeText at={readTime(item.createdAt)} now={now} />
              </span>
            </div>,
            names.get(item.channel) ?? item.channel,
            ...(mayChange
              ? [
                  <Button
                    key="again"
                    look="small"
                    disabled={redeliver.sending}
                    onClick={() => redeliver.send({ id: item.id })}
                  >
                    Deliver again
                  </Button>,
                ]
              : []),
          ],
        }))}
      />
      <DialogFault fault={redeliver.fault} />
    </div>
  );
}

function What({ item }: { item: NotificationView }) {
  return (
    <div className={content.what}>
      <b>{item.headline ?? 'not worded yet'}</b>
      <span>
        {item.level}, because of this: {reasonWords[item.reason]}. <Subject id={item.subject} />
      </span>
    </div>
  );
}

function Subject({ id, headline }: { id: string; headline?: string | null }) {
  const words = headline ?? id;
  if (id.startsWith('inc_')) return <PathLink to={incidentPath(id)}>{words}</PathLink>;
  if (id.startsWith('prd_')) return <PathLink to={predictionPath(id)}>{words}</PathLink>;
  return <span>{words}</span>;
}

function whyWords({ reason, detail }: HeldBackView, channels: ReadonlyMap<string, string>): string {
  return `${holdWords[reason]}: ${channels.get(detail) ?? detail}`;
}
