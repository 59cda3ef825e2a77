import { useMemo } from 'react';
import type { DataUsageView, NoiseRuleView } from '../../answer-shapes.ts';
import { Button } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { Panel } from '../../components/panel.tsx';
import { Section } from '../../components/section.tsx';
import { useRowKeys } from '../../components/use-row-keys.ts';
import { FileMark } from '../../file-mark.tsx';
import { useOperation } from '../../use-operation.ts';
import { shortNumberWords, valueWords } from '../../words/value-words.ts';
import styles from './data.module.css';
import { actionWords, matchWords } from './noise-words.ts';

interface RulesSectionProps {
  readonly usage: DataUsageView;
  readonly mayChange: boolean;
  /** Something else on the page comes first. */
  readonly second: boolean;
  readonly onEdit: (rule: NoiseRuleView | 'new') => void;
}

export function RulesSection({ usage, mayChange, second, onEdit }: RulesSectionProps) {
  const rules = useOperation('listNoiseRules', {});
  const create = (
    <Button look={second ? 'outlined' : 'filled'} letter="n" onClick={() => onEdit('new')}>
      Write a rule
    </Button>
  );
  return (
    <Section name="Rules" note="asked in this order; what detection reads is counted before them">
      <div className={content.stack}>
        <Panel answer={rules} what="The rules" doing="Reading the rules">
          {({ items }) =>
            items.length === 0 ? (
              <EmptyState
                title="No rule yet: everything is stored"
                text="A rule leaves out what nobody reads. Before it is kept you see what it would have done to the last hour."
              >
                {mayChange && create}
              </EmptyState>
            ) : (
              <>
                <Rules rules={items} usage={usage} mayChange={mayChange} onEdit={onEdit} />
                {mayChange && <div>{create}</div>}
              </>
            )
          }
        </Panel>
        {!mayChange && <p className={content.note}>Only an editor can change rules.</p>}
      </div>
    </Section>
  );
}

function Rules({
  rules,
  usage,
  mayChange,
  onEdit,
}: Omit<RulesSectionProps, 'second'> & { rules: readonly NoiseRuleView[] }) {
  const byId = useMemo(() => new Map(rules.map((rule) => [rule.id, rule])), [rules]);
  const { selected } = useRowKeys([...byId.keys()], (id) => {
    const rule = byId.get(id);
    if (rule && mayChange) onEdit(rule);
  });
  return (
    <DataTable
      caption="Rules"
      columns={[
        { name: 'Rule' },
        { name: 'Not stored', figure: true },
        { name: 'Saved', figure: true },
        ...(mayChange ? [{ name: 'Change' }] : []),
      ]}
      rows={rules.map((rule) => {
        const taken = usage.reasons.filter((reason) => reason.rule?.id === rule.id);
        const records = taken.reduce((sum, one) => sum + (one.kind === 'trimmed' ? 0 : one.records), 0);
        const bytes = taken.reduce((sum, one) => sum + one.bytes, 0);
        return {
          id: rule.id,
          selected: rule.id === selected,
          cells: [
            <div key="rule" className={`${content.what} ${rule.enabled ? '' : styles.off}`}>
              <b>
                {rule.name}
                {rule.enabled ? '' : ' (off)'}
              </b>
              <span>
                {actionWords(rule.action)}: {matchWords(rule)}
              </span>
              <FileMark kind="noise" id={rule.id} />
            </div>,
            shortNumberWords(records),
            valueWords(bytes, 'By'),
            ...(mayChange
              ? [
                  <Button key="edit" look="small" aria-label={`Edit ${rule.name}`} onClick={() => onEdit(rule)}>
                    Edit
                  </Button>,
                ]
              : []),
          ],
        };
      })}
    />
  );
}
