/** Data: what came in, what of it is not stored and why, and the rules that decide it. */

import { useState } from 'react';
import type { NoiseRuleView } from '../../answer-shapes.ts';
import { Panel } from '../../components/panel.tsx';
import { TimeRangePicker } from '../../components/time-range-picker.tsx';
import page from '../../frame/page.module.css';
import { rangeWords } from '../../time-range-choice.ts';
import { useKeys } from '../../use-keys.ts';
import { useOperation } from '../../use-operation.ts';
import { CardinalitySection } from './cardinality-section.tsx';
import { IntakeSection } from './intake-section.tsx';
import { usageHeadline } from './noise-words.ts';
import { QuarantineSection } from './quarantine-section.tsx';
import { ReasonsSection } from './reasons-section.tsx';
import { RedactionSection } from './redaction-section.tsx';
import { RuleDialog } from './rule-dialog.tsx';
import { RulesSection } from './rules-section.tsx';
import { SourcesSection } from './sources-section.tsx';
import { useDataRange, usualRange } from './use-data-range.ts';

/** `new`: an editor for a rule that is not there yet. */
type Editing = NoiseRuleView | 'new' | undefined;

export function DataPage() {
  const range = useDataRange();
  const usage = useOperation('getDataUsage', range.input, { keepPrevious: true });
  const status = useOperation('getStatus', {});
  const quarantine = useOperation('listQuarantine', {});
  const [editing, setEditing] = useState<Editing>();
  const role = status.value?.user.role;
  const mayChange = role === 'editor' || role === 'admin';
  const held = quarantine.value && quarantine.value.items.length + quarantine.value.lost.length > 0;
  useKeys({ n: mayChange ? () => setEditing('new') : undefined });
  return (
    <>
      <div className={page.head}>
        <h1>
          {usage.value
            ? usageHeadline(usage.value, rangeWords(range.choice), quarantine.value?.items.length ?? 0)
            : 'What comes in.'}
        </h1>
        <TimeRangePicker choice={range.choice} now={range.now} usual={usualRange} onChoose={range.choose} />
      </div>
      {held && <QuarantineSection quarantine={quarantine.value} now={range.now} role={role} />}
      <Panel answer={usage} what="What came in" doing="Adding up what came in" shape="chart">
        {(value) => (
          <>
            <IntakeSection usage={value} range={range} />
            <RulesSection usage={value} mayChange={mayChange} second={held === true} onEdit={setEditing} />
            <RedactionSection status={status.value} now={range.now} />
            <ReasonsSection usage={value} />
            <SourcesSection usage={value} />
            <CardinalitySection usage={value} mayChange={mayChange} />
          </>
        )}
      </Panel>
      {editing && <RuleDialog rule={editing === 'new' ? undefined : editing} onClose={() => setEditing(undefined)} />}
    </>
  );
}
