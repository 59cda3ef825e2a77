import type { WarningPolicyView } from '../../answer-shapes.ts';
import { Button } from '../../components/button.tsx';
import { DialogFault } from '../../components/dialog.tsx';
import { TimeText } from '../../components/time-text.tsx';
import { useCommand } from '../../use-operation.ts';
import { failureWords } from '../../words/failure-words.ts';
import { percentWords } from '../../words/odds-words.ts';
import type { PolicyDraft } from './policy-draft.ts';
import { writeDraft } from './policy-draft.ts';
import styles from './replay.module.css';

interface SaveSectionProps {
  readonly policy: WarningPolicyView;
  readonly draft: PolicyDraft;
  readonly mayChange: boolean;
  readonly now: number;
  readonly onSaved: () => void;
}

/** What is set, and the way to set what was tried. */
export function SaveSection({ policy, draft, mayChange, now, onSaved }: SaveSectionProps) {
  const save = useCommand('changeWarningPolicy', ['getWarningPolicy', 'replayWarnings'], onSaved);
  const set = {
    thresholds: policy.thresholds,
    ...(policy.pagesPerWeek !== null && { pagesPerWeek: policy.pagesPerWeek }),
  };
  const isSame = writeDraft(set) === writeDraft(draft);
  return (
    <div className={styles.stack}>
      <p>
        {policy.version === 0 ? (
          'Nothing is set: calls are made from the odds that the record of each failure teaches, and every call tells somebody once 20 of its kind have closed.'
        ) : (
          <>
            Version {policy.version}, set by {policy.changedBy}
            {policy.changedAt !== null && (
              <>
                {' '}
                at <TimeText at={Date.parse(policy.changedAt)} now={now} />
              </>
            )}
            : {policyWords(policy)}.
          </>
        )}
      </p>
      <div className={styles.save}>
        <Button
          onClick={() => save.send({ basedOn: policy.version, ...draft })}
          disabled={isSame || !mayChange || save.sending}
        >
          {save.sending ? 'Saving' : 'Save what was replayed'}
        </Button>
        <span className={styles.note}>
          {isSame && 'What was replayed is what is set.'}
          {!isSame && !mayChange && 'Needs the role editor.'}
          {!isSame && mayChange && 'Holds from the next minute on; calls that are open stay.'}
        </span>
      </div>
      <DialogFault fault={save.fault} />
    </div>
  );
}

function policyWords({ thresholds, pagesPerWeek }: WarningPolicyView): string {
  const parts = thresholds.map(
    ({ failure, probability }) => `${failureWords(failure)} from ${percentWords(probability)}`,
  );
  if (pagesPerWeek !== null) parts.push(`at most ${pagesPerWeek} pages in seven days`);
  return parts.length > 0 ? parts.join(', ') : 'all as the record teaches';
}
