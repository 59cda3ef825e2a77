import type { Timestamp } from '@foreshock/model/time.ts';
import { Panel } from './components/panel.tsx';
import { Section } from './components/section.tsx';
import { TellingList } from './components/telling-list.tsx';
import { useOperation } from './use-operation.ts';

/** Who was told of one incident or prediction, and what was held back. */
export function TellingSection({ id, now }: { id: string; now: Timestamp }) {
  const told = useOperation('listNotifications', { subject: id, limit: 50 });
  const held = useOperation('listHeldBack', { subject: id, limit: 50 });
  return (
    <Section name="Told" note="who was told, and what was held back and why">
      <Panel answer={told} what="Who was told" doing="Reading who was told" shape="rows">
        {(notifications) => (
          <Panel answer={held} what="What was held back" doing="Reading what was held back" shape="rows">
            {({ items }) => <TellingList notifications={notifications.items} held={items} now={now} />}
          </Panel>
        )}
      </Panel>
    </Section>
  );
}
