import type { Timestamp } from '@foreshock/model/time.ts';
import { useState } from 'react';
import type { RuleReplayView } from '../../answer-shapes.ts';
import { Button, ButtonRow } from '../../components/button.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { Panel } from '../../components/panel.tsx';
import { PathLink } from '../../components/path-link.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { incidentPath } from '../../paths.ts';
import type { writeRange } from '../../time-range-choice.ts';
import { useOperation } from '../../use-operation.ts';
import { readTime } from '../../words/iso-words.ts';
import styles from './replay.module.css';
import { lossWords, ruleReplayWords } from './rule-replay-words.ts';

interface RulesSectionProps {
  readonly input: ReturnType<typeof writeRange>;
  readonly now: Timestamp;
}

/** The rules that are kept, on or off, one of which is tried on the incidents of the range. */
export function RulesSection({ input, now }: RulesSectionProps) {
  const rules = useOperation('listNoiseRules', {});
  const [chosen, setChosen] = useState<string>();
  return (
    <Panel answer={rules} what="The rules" doing="Reading the rules" shape="rows">
      {({ items }) =>
        items.length === 0 ? (
          <p className={styles.note}>
            There is none. A rule that is kept switched off on the page Data can be tried here.
          </p>
        ) : (
          <div className={styles.stack}>
            <ButtonRow>
              {items.map((rule) => (
                <Button key={rule.id} look="small" onClick={() => setChosen(rule.id)}>
                  {rule.name}
                  {rule.enabled ? '' : ' (off)'}
                </Button>
              ))}
            </ButtonRow>
            {chosen !== undefined && <Replayed id={chosen} input={input} now={now} />}
          </div>
        )
      }
    </Panel>
  );
}

function Replayed({ id, input, now }: RulesSectionProps & { id: string }) {
  const answer = useOperation('replayNoiseRule', { id, ...input });
  return (
    <Panel answer={answer} what="The replay of the rule" doing="Trying the rule on what is stored" shape="rows">
      {(view) => (
        <>
          <p className={styles.note}>{ruleReplayWords(view)}</p>
          {view.items.length > 0 && <Losses items={view.items} now={now} />}
        </>
      )}
    </Panel>
  );
}

function Losses({ items, now }: { items: RuleReplayView['items']; now: Timestamp }) {
  return (
    <DataTable
      caption="What the rule would have cost"
      columns={[
        { name: 'Incident' },
        { name: 'Began' },
        { name: 'Its facts' },
        { name: 'Records gone', figure: true },
        { name: 'Errors of them', figure: true },
      ]}
      rows={items.map((one) => ({
        id: one.id,
        cells: [
          <PathLink key="what" to={incidentPath(one.id)}>
            {one.title}
          </PathLink>,
          <TimeText key="at" at={readTime(one.startedAt)} now={now} />,
          lossWords(one),
          one.records,
          one.errors,
        ],
      }))}
    />
  );
}
