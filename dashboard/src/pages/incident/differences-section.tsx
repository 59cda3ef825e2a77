import type { Catalog } from '@foreshock/contract/catalog.ts';
import type { OutputOf } from '@foreshock/contract/operation.ts';
import type { Answer } from '../../answer.ts';
import { Comparisons } from '../../components/comparisons.tsx';
import { Panel } from '../../components/panel.tsx';
import { Section } from '../../components/section.tsx';
import styles from './differences.module.css';

type Differences = OutputOf<Catalog['compareIncident']>;

/** What the failures of this incident share that the time before did not. Asked beside the page, which never waits for it. */
export function DifferencesSection({ answer }: { readonly answer: Answer<Differences> }) {
  return (
    <Section name="What is different" note="shared by the failures, and not by what came before">
      <div className={styles.box}>
        <Panel
          answer={answer}
          what="What is different"
          doing="Comparing the failures with the hour before"
          shape="rows"
        >
          {(view) => <Comparisons view={view} />}
        </Panel>
      </div>
    </Section>
  );
}
