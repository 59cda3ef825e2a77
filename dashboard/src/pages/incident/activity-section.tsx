import type { Timestamp } from '@foreshock/model/time.ts';
import type { Answer } from '../../answer.ts';
import type { ActivityView } from '../../answer-shapes.ts';
import { Panel } from '../../components/panel.tsx';
import { Section } from '../../components/section.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { readTime } from '../../words/iso-words.ts';
import styles from './incident.module.css';

export function ActivitySection({
  answer,
  now,
}: {
  answer: Answer<{ readonly items: readonly ActivityView[] }>;
  now: Timestamp;
}) {
  return (
    <Section name="Activity" note="oldest first">
      <Panel answer={answer} what="The activity" doing="Reading what happened" shape="rows">
        {({ items }) => (
          <ol className={styles.activity}>
            {items.map((item) => (
              <li key={`${item.time} ${item.kind} ${item.text}`}>
                <TimeText at={readTime(item.time)} now={now} />
                <span>{item.by}</span>
                <p>{item.text}</p>
              </li>
            ))}
            {items.length === 0 && <li>Nothing has been noted yet.</li>}
          </ol>
        )}
      </Panel>
    </Section>
  );
}
