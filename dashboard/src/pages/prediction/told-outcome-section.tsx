import type { Timestamp } from '@foreshock/model/time.ts';
import type { ToldSaying } from '@foreshock/model/told-outcome.ts';
import type { PredictionView } from '../../answer-shapes.ts';
import { Section } from '../../components/section.tsx';
import { Votes } from '../../components/votes.tsx';
import { useKeys } from '../../use-keys.ts';
import { useCommand } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import { standingWords, toldWords } from '../../words/told-words.ts';
import styles from './prediction.module.css';

const changed = ['getPrediction', 'getCalibration', 'listLedger'] as const;

/** What people say became of it: one vote each, to be taken back; what telemetry saw outranks them. */
export function ToldOutcomeSection({ view, now }: { view: PredictionView; now: Timestamp }) {
  const tell = useCommand('tellPredictionOutcome', changed);
  const say = (says: ToldSaying) => tell.send({ id: view.id, says });
  const acted = view.told.some(({ mine, says }) => mine && says === 'acted');
  useKeys({ m: () => say(acted ? 'nothing' : 'acted') });
  const said = view.told.map(({ says }) => says);
  return (
    <Section name="What became of it" note="people's word, kept in the ledger">
      <Votes
        votes={view.told.map((one) => ({ ...one, at: readTime(one.at) }))}
        offered={view.state === 'closed' ? ['acted', 'hit', 'miss'] : ['acted']}
        words={toldWords}
        letters={{ acted: 'm' }}
        none={<p className={styles.finding}>Nobody has said anything of it.</p>}
        note={<p className={styles.note}>{standingWords(view.outcome, said)}</p>}
        now={now}
        sending={tell.sending}
        fault={tell.fault?.message}
        onSay={say}
      />
    </Section>
  );
}
