import type { Timestamp } from '@foreshock/model/time.ts';
import { Votes } from '../../components/votes.tsx';
import { useCommand, useOperation } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import styles from './incident.module.css';

const changed = ['listStoryRatings'] as const;
const words = { useful: 'Useful', not_useful: 'Not useful' } as const;

/** Whether the story helped, one word a person; a story that is told anew is asked about anew. */
export function StoryRating({ id, now }: { id: string; now: Timestamp }) {
  const ratings = useOperation('listStoryRatings', { id });
  const rate = useCommand('rateStory', changed);
  if (!ratings.value) return null;
  return (
    <div className={styles.rating}>
      <Votes
        votes={ratings.value.ratings.map((one) => ({ ...one, at: readTime(one.at) }))}
        offered={['useful', 'not_useful']}
        words={words}
        none={<p className={styles.note}>Did this story help?</p>}
        now={now}
        sending={rate.sending}
        fault={rate.fault?.message}
        onSay={(says) => rate.send({ id, says })}
      />
    </div>
  );
}
