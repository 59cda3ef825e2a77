/** Writes or changes a rule. What it would have done to the last hour is shown before it can be saved. */

import type { FormEvent } from 'react';
import { useState } from 'react';
import type { NoiseRuleView } from '../../answer-shapes.ts';
import { Button, ButtonRow } from '../../components/button.tsx';
import content from '../../components/content.module.css';
import { Dialog, DialogFault, DialogForm } from '../../components/dialog.tsx';
import form from '../../components/form-fields.module.css';
import { FileNote } from '../../file-mark.tsx';
import { useCommand, useOperation } from '../../use-operation.ts';
import styles from './data.module.css';
import { draftOf, type RuleDraft, readDraft } from './rule-draft.ts';
import { RuleFields } from './rule-fields.tsx';
import { RulePreview } from './rule-preview.tsx';

const changes = ['listNoiseRules', 'getDataUsage'] as const;

export function RuleDialog({ rule, onClose }: { rule: NoiseRuleView | undefined; onClose: () => void }) {
  const [draft, setDraft] = useState<RuleDraft>(() => draftOf(rule));
  /** The draft that was previewed; another one must be looked at again. */
  const [looked, setLooked] = useState<RuleDraft | undefined>();
  const create = useCommand('createNoiseRule', changes, onClose);
  const update = useCommand('updateNoiseRule', changes, onClose);
  const remove = useCommand('deleteNoiseRule', changes, onClose);
  const read = readDraft(draft);
  const lookedAt = looked && readDraft(looked);
  const previewed = lookedAt && 'rule' in lookedAt ? lookedAt.rule : undefined;
  const preview = useOperation(
    'previewNoiseRule',
    {
      signal: previewed?.signal ?? 'logs',
      match: previewed?.match ?? {},
      action: previewed?.action ?? { kind: 'drop' },
    },
    { when: previewed !== undefined },
  );
  const isSame = looked !== undefined && sameRule(looked, draft);
  const maySave = isSame && preview.value !== undefined && 'rule' in read;
  const sending = create.sending || update.sending || remove.sending;
  const fault = create.fault ?? update.fault ?? remove.fault;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!('rule' in read)) return;
    if (!maySave) setLooked(draft);
    else if (rule) update.send({ ...read.rule, id: rule.id, basedOn: rule.version });
    else create.send(read.rule);
  };
  return (
    <Dialog title={rule ? `Rule: ${rule.name}` : 'Write a rule'} onClose={onClose}>
      <DialogForm onSubmit={submit}>
        {rule && <FileNote kind="noise" id={rule.id} />}
        <div className={`${form.fields} ${styles.texts}`}>
          <RuleFields draft={draft} onChange={setDraft} />
        </div>
        {'fault' in read && (
          <p className={content.fault} role="status">
            {read.fault}.
          </p>
        )}
        {previewed && isSame && <RulePreview answer={preview} signal={previewed.signal} />}
        <DialogFault fault={fault} />
        <ButtonRow>
          <Button type="submit" look="filled" disabled={sending || 'fault' in read || (isSame && preview.asking)}>
            {maySave ? (sending ? 'Saving' : 'Save the rule') : 'See what it would do'}
          </Button>
          <Button onClick={onClose}>Cancel</Button>
          {rule && (
            <Button look="text" disabled={sending} onClick={() => remove.send({ id: rule.id, basedOn: rule.version })}>
              Delete the rule
            </Button>
          )}
        </ButtonRow>
      </DialogForm>
    </Dialog>
  );
}

/** Name and switch change nothing about what a rule takes. */
function sameRule(one: RuleDraft, other: RuleDraft): boolean {
  const what = (draft: RuleDraft) => JSON.stringify({ ...draft, name: '', enabled: true });
  return what(one) === what(other);
}
