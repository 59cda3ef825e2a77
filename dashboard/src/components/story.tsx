import { countWords } from '../words/name-words.ts';
import { CheckMark, EvidenceNumber } from './marks.tsx';
import styles from './story.module.css';

export interface StoryClaim {
  readonly id: string;
  readonly text: string;
  readonly verified: boolean;
  /** Places of facts on the page. */
  readonly numbers: readonly number[];
}

export interface StoryProps {
  readonly claims: readonly StoryClaim[];
  /** What the numbers stand for, by number. */
  readonly facts: ReadonlyMap<number, string>;
  /** Who worded it; `template` when code alone did. */
  readonly by: string;
  readonly modelConfigured: boolean | undefined;
  /** Why it is not told by the model that is set up. */
  readonly note?: string | null;
}

/** Checkable sentences, each with its verdict at the end of the line; what could not be checked is folded away. */
export function Story({ claims, facts, by, modelConfigured, note = null }: StoryProps) {
  const verified = claims.filter((claim) => claim.verified);
  const rest = claims.filter((claim) => !claim.verified);
  return (
    <div>
      {verified.length === 0 && <p>No sentence could be verified yet. The evidence above stands on its own.</p>}
      <ol className={styles.story}>
        {verified.map((claim) => (
          <li key={claim.id}>
            <span>{claim.text}</span>
            <span className={styles.verdict}>
              {claim.numbers.map((number) => (
                <EvidenceNumber key={number} number={number} fact={facts.get(number)} />
              ))}
              <CheckMark /> verified
            </span>
          </li>
        ))}
      </ol>
      {rest.length > 0 && (
        <details className={styles.folded}>
          <summary>{countWords(rest.length, 'sentence')} could not be checked</summary>
          <ol className={styles.story}>
            {rest.map((claim) => (
              <li key={claim.id}>
                <span>{claim.text}</span>
                <span className={styles.verdict}>not checkable</span>
              </li>
            ))}
          </ol>
        </details>
      )}
      <p className={styles.by}>
        {note && <>{note.charAt(0).toUpperCase() + note.slice(1)}. </>}
        {wordedBy(by, modelConfigured)}
      </p>
    </div>
  );
}

function wordedBy(by: string, modelConfigured: boolean | undefined): string {
  if (by !== 'template')
    return `Worded by ${by}; every figure comes from a query and every sentence above was checked by code.`;
  if (modelConfigured === false)
    return 'No language model is set up: complete anyway. Code wrote these sentences from the evidence.';
  return 'Code wrote these sentences from the evidence; no language model was used.';
}
