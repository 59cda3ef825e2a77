import type { Timestamp } from '@foreshock/model/time.ts';
import { Panel } from '../../components/panel.tsx';
import { Section } from '../../components/section.tsx';
import { TellingList } from '../../components/telling-list.tsx';
import { useOperation } from '../../use-operation.ts';

/** Who was told of it, and what was held back. */
export function TellingSection({ id, now }: { id: string; now: Timestamp }) {
  const told = useOperation('listNotifications', { subject: id, limit: 50 });
  const held = useOperation('listHeldBack', { subject: id, limit: 50 });
  return (
    <Section name="Told" note="who was told, and what was held back and why">
      <Panel answer={told} what="Who was told" doing="Reading who was told" shape="rows">
        {({ items }) => <TellingList notifications={items} held={held.value?.items ?? []} now={now} />}
      </Panel>
    </Section>
  );
}
