import type { FormEvent } from 'react';
import type { ReplayView, WarningPolicyView } from '../../answer-shapes.ts';
import { Button, ButtonRow } from '../../components/button.tsx';
import { failureWords } from '../../words/failure-words.ts';
import { percentWords } from '../../words/odds-words.ts';
import type { PolicyDraft } from './policy-draft.ts';
import styles from './replay.module.css';

interface PolicyFormProps {
  /** Kinds that are forecast, with the threshold in force. */
  readonly kinds: ReplayView['failures'];
  readonly policy: WarningPolicyView;
  readonly draft: PolicyDraft;
  readonly onAsk: (draft: PolicyDraft) => void;
  readonly onForget: () => void;
}

/** `Runs out of memory, call from %`. */
function fieldName(failure: string): string {
  const words = failureWords(failure);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}, call from %`;
}

/** A field for each kind of failure and one for the budget; an empty one is what the record teaches. */
export function PolicyForm({ kinds, policy, draft, onAsk, onForget }: PolicyFormProps) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    const numberOf = (name: string): number | undefined => {
      const text = String(fields.get(name) ?? '');
      return text === '' ? undefined : Number(text);
    };
    const pages = numberOf('pages');
    const thresholds = kinds.flatMap(({ failure }) => {
      const percent = numberOf(failure);
      return percent === undefined ? [] : [{ failure, probability: percent / 100 }];
    });
    onAsk({ thresholds, ...(pages !== undefined && { pagesPerWeek: pages }) });
  };
  // Fields are filled again when the address or what is set changes.
  const filled = JSON.stringify([draft, policy.version]);
  return (
    <form key={filled} className={styles.form} onSubmit={submit}>
      <div className={styles.fields}>
        {kinds.map(({ failure, threshold }) => {
          const own = draft.thresholds.find((one) => one.failure === failure);
          return (
            <label key={failure}>
              <span>{fieldName(failure)}</span>
              <input
                name={failure}
                type="number"
                min={5}
                max={99}
                step={1}
                placeholder={`now ${percentWords(threshold)}`}
                defaultValue={own ? Math.round(100 * own.probability) : ''}
              />
            </label>
          );
        })}
        <label>
          <span>Pages in any seven days, at most</span>
          <input
            name="pages"
            type="number"
            min={0}
            max={1000}
            step={1}
            placeholder="no limit"
            defaultValue={draft.pagesPerWeek ?? ''}
          />
        </label>
      </div>
      <ButtonRow>
        <Button type="submit" look="filled">
          Replay
        </Button>
        <Button onClick={onForget}>Back to what is set</Button>
      </ButtonRow>
    </form>
  );
}
