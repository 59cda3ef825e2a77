import { useState } from 'react';
import type { ModelUsageView, StatusView } from '../../answer-shapes.ts';
import { Button } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { FormDialog } from '../../components/dialog.tsx';
import { Facts } from '../../components/facts.tsx';
import { Section } from '../../components/section.tsx';
import { useCommand } from '../../use-operation.ts';
import { countWords } from '../../words/name-words.ts';
import styles from './model.module.css';
import { moneyWords } from './model-words.ts';

interface SettingsSectionProps {
  readonly usage: ModelUsageView;
  readonly role: StatusView['user']['role'] | undefined;
}

/** How long calls are kept, what a day may cost, and whether calls may tune a model. */
export function SettingsSection({ usage, role }: SettingsSectionProps) {
  const [isChanging, setChanging] = useState(false);
  const { keepDays, forgotten, mayExport, caps } = usage;
  return (
    <Section name="Rules" note="of this project">
      <div className={content.stack}>
        <Facts
          facts={[
            {
              name: 'kept',
              value: `${countWords(keepDays, 'day')}, sealed; ${countWords(forgotten, 'older call')} deleted`,
            },
            { name: 'cost a day', value: caps.project === null ? 'no cap' : moneyWords(caps.project) },
            { name: 'export', value: mayExport ? 'allowed, to tune a model' : 'not allowed' },
          ]}
        />
        {role === undefined ? null : role === 'admin' ? (
          <div>
            <Button onClick={() => setChanging(true)}>Change the rules</Button>
          </div>
        ) : (
          <p className={content.note}>An admin can change these.</p>
        )}
      </div>
      {isChanging && <ChangeDialog usage={usage} onClose={() => setChanging(false)} />}
    </Section>
  );
}

function ChangeDialog({ usage, onClose }: { usage: ModelUsageView; onClose: () => void }) {
  const change = useCommand('changeModelSettings', ['getModelUsage', 'listModelCalls'], onClose);
  const { caps, keepDays, keepDaysDefault, mayExport, version } = usage;
  const send = (given: ReadonlyMap<string, string>): void => {
    const numberOf = (name: string): number | undefined => {
      const text = given.get(name) ?? '';
      return text === '' ? undefined : Number(text);
    };
    const [days, cap] = [numberOf('keepDays'), numberOf('capPerDay')];
    change.send({
      basedOn: version,
      mayExport: given.has('mayExport'),
      ...(days !== undefined && { keepDays: days }),
      ...(cap !== undefined && { capPerDay: cap }),
    });
  };
  const hasOwnCap = caps.project !== caps.projectDefault;
  return (
    <FormDialog
      title="Change the rules"
      act="Change"
      sending={change.sending}
      fault={change.fault}
      onClose={onClose}
      onSend={send}
    >
      <p>An empty field is as for every project. What is older than it may be is deleted within the hour, for good.</p>
      <label>
        Days that calls are kept
        <input
          name="keepDays"
          type="number"
          min={1}
          max={400}
          step={1}
          placeholder={String(keepDaysDefault)}
          defaultValue={keepDays === keepDaysDefault ? '' : keepDays}
        />
      </label>
      <label>
        US dollars that a day may cost
        <input
          name="capPerDay"
          type="number"
          min={0}
          step="any"
          placeholder={caps.projectDefault === null ? 'no cap' : String(caps.projectDefault)}
          defaultValue={hasOwnCap && caps.project !== null ? caps.project : ''}
        />
      </label>
      <div className={styles.check}>
        <label>
          <input name="mayExport" type="checkbox" defaultChecked={mayExport} />
          Masked questions, answers and verdicts may be exported to tune a model
        </label>
      </div>
    </FormDialog>
  );
}
