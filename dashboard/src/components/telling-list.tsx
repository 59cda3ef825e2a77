import type { Timestamp } from '@foreshock/model/time.ts';
import type { HeldBackView, NotificationView } from '../answer-shapes.ts';
import { holdWords, reasonWords } from '../words/alert-words.ts';
import { readTime } from '../words/iso-words.ts';
import styles from './telling-list.module.css';
import { TimeText } from './time-text.tsx';

interface TellingListProps {
  readonly notifications: readonly NotificationView[];
  readonly held: readonly HeldBackView[];
  readonly now: Timestamp;
}

const stateWords: Readonly<Record<NotificationView['state'], string>> = {
  waiting: 'on the way',
  sent: 'told',
  dead: 'could not be delivered',
  replaced: 'gave way to a newer state',
  dropped: 'not sent',
};

/** Who was told of one thing and why, and what was held back with its reason. */
export function TellingList({ notifications, held, now }: TellingListProps) {
  if (notifications.length + held.length === 0)
    return <p className={styles.none}>Nobody was told, and nothing was held back.</p>;
  return (
    <ol className={styles.list}>
      {notifications.map((item) => (
        <li key={item.id}>
          <TimeText at={readTime(item.sentAt ?? item.createdAt)} now={now} />
          <span>
            {stateWords[item.state]} ({item.level}): {reasonWords[item.reason]}
            {item.error === null ? '' : `; ${item.error}`}
          </span>
        </li>
      ))}
      {held.map((item) => (
        <li key={`${item.route} ${item.reason}`}>
          <TimeText at={readTime(item.lastAt)} now={now} />
          <span>
            held back: {holdWords[item.reason]} ({item.detail})
          </span>
        </li>
      ))}
    </ol>
  );
}
