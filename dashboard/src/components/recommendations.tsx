import styles from './recommendations.module.css';

export interface RecommendationLine {
  readonly id: string;
  readonly title: string;
  readonly target: string;
  readonly expectedEffect: string;
  readonly risk: 'low' | 'medium' | 'high';
  readonly state: 'proposed' | 'accepted' | 'declined' | 'done';
  readonly tried: number;
  readonly helped: number;
  /** Of a language model, each checked. */
  readonly reasons: readonly { readonly id: string; readonly text: string }[];
}

interface RecommendationsProps {
  readonly lines: readonly RecommendationLine[];
  /** Name of the model that put them in order; `template`: code alone did. */
  readonly orderedBy: string;
}

/** Actions from the closed catalogue in the order of their use. People run them, Foreshock does not. */
export function Recommendations({ lines, orderedBy }: RecommendationsProps) {
  if (lines.length === 0) return <p>No action of the catalogue fits. The causes above say where to look.</p>;
  return (
    <>
      {orderedBy !== 'template' && <p className={styles.note}>Ordered by {orderedBy}, each reason checked.</p>}
      <ol className={styles.list}>
        {lines.map((line, i) => (
          <li key={line.id}>
            <span className={styles.order}>{i === 0 ? 'Do this first' : 'then'}</span>
            <div>
              <p className={styles.title}>{line.title}</p>
              {line.reasons.map(({ id, text }) => (
                <p key={id} className={styles.reason}>
                  {text}
                </p>
              ))}
              <p className={styles.note}>
                {line.expectedEffect} Risk {line.risk}. {historyText(line)}
                {line.state !== 'proposed' && ` ${line.state.charAt(0).toUpperCase()}${line.state.slice(1)}.`}
              </p>
            </div>
          </li>
        ))}
      </ol>
    </>
  );
}

function historyText(line: RecommendationLine): string {
  if (line.tried === 0) return 'Not tried here.';
  return `Worked ${line.helped} of ${line.tried} ${line.tried === 1 ? 'time' : 'times'}.`;
}
