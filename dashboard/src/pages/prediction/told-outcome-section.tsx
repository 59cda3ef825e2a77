import type { Timestamp } from '@foreshock/model/time.ts';
import type { ToldSaying } from '@foreshock/model/told-outcome.ts';
import type { PredictionView } from '../../answer-shapes.ts';
import { Button, ButtonRow } from '../../components/button.tsx';
import { Section } from '../../components/section.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useKeys } from '../../use-keys.ts';
import { useCommand } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import { standingWords, toldWords } from '../../words/told-words.ts';
import styles from './prediction.module.css';

const changed = ['getPrediction', 'getCalibration', 'listLedger'] as const;

/** What people say became of it: one vote each, to be taken back; what telemetry saw outranks them. */
export function ToldOutcomeSection({ view, now }: { view: PredictionView; now: Timestamp }) {
  const tell = useCommand('tellPredictionOutcome', changed);
  const mine = view.told.find(({ mine }) => mine);
  const say = (says: ToldSaying) => () => tell.send({ id: view.id, says });
  const acted = mine?.says === 'acted';
  useKeys({ m: acted ? say('nothing') : say('acted') });
  const offered = view.state === 'closed' ? (['acted', 'hit', 'miss'] as const) : (['acted'] as const);
  return (
    <Section name="What became of it" note="people's word, kept in the ledger">
      {view.told.length === 0 ? (
        <p className={styles.finding}>Nobody has said anything of it.</p>
      ) : (
        <ul>
          {view.told.map((one) => (
            <li key={one.by}>
              <b>{toldWords[one.says]}</b>, says {one.by}, <TimeText at={readTime(one.at)} now={now} />
            </li>
          ))}
        </ul>
      )}
      <p className={styles.note}>
        {standingWords(
          view.outcome,
          view.told.map(({ says }) => says),
        )}
      </p>
      <ButtonRow>
        {offered
          .filter((says) => says !== mine?.says)
          .map((says) => (
            <Button
              key={says}
              look="small"
              {...(says === 'acted' && { letter: 'm' })}
              disabled={tell.sending}
              onClick={say(says)}
            >
              {toldWords[says]}
            </Button>
          ))}
        {mine && (
          <Button look="small" {...(acted && { letter: 'm' })} disabled={tell.sending} onClick={say('nothing')}>
            Take it back
          </Button>
        )}
      </ButtonRow>
      {tell.fault && <p role="alert">Not noted: {tell.fault.message}.</p>}
    </Section>
  );
}
