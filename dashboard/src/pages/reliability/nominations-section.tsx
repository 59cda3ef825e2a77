import type { Timestamp } from '@foreshock/model/time.ts';
import { NominatedWindows } from '../../components/nominated-windows.tsx';
import { Panel } from '../../components/panel.tsx';
import { useOperation } from '../../use-operation.ts';
import { precisionWords } from '../../words/nomination-words.ts';
import styles from './reliability.module.css';

/** How often a language model that points at odd windows is right. */
export function NominationsSection({ now }: { now: Timestamp }) {
  const answer = useOperation('listNominations', { limit: 20 });
  return (
    <Panel answer={answer} what="What the model pointed at" doing="Reading what the model pointed at" shape="rows">
      {({ configured, items, counts }) =>
        !configured && counts.nominated === 0 ? (
          <p>No language model is set up, so none points at anything. Detection needs none.</p>
        ) : (
          <div className={styles.stack}>
            <p>{precisionWords(counts)}</p>
            {items.length > 0 && <NominatedWindows items={items} now={now} />}
            <p>
              A window is confirmed when it is further from usual than each window of the day before, and so far that
              chance alone would bring one in a hundred hours, over all windows that the model was shown; a new template
              when it came three times. None of it opens, delays or silences anything.
            </p>
          </div>
        )
      }
    </Panel>
  );
}
