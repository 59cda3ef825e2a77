import type { feedbackTerms } from '@foreshock/model/hypothesis.ts';
import type { CauseSaying } from './cause-buttons.tsx';
import { CauseButtons } from './cause-buttons.tsx';
import type { HypothesisLine } from './hypothesis-line.ts';
import { isOut } from './hypothesis-line.ts';
import styles from './hypothesis-table.module.css';
import { EvidenceNumber } from './marks.tsx';

/** Shades of the terms, in their order; the names stand in the title of each piece and in words beside it. */
const shades = [1, 0.62, 0.34, 0.14];

interface HypothesisTableProps {
  readonly lines: readonly HypothesisLine[];
  readonly saying: CauseSaying;
  /** What the failures share that names a candidate, by its id. */
  readonly naming?: ReadonlyMap<string, readonly string[]>;
}

/** Candidate causes by score, each score split into its terms; what was ruled out stays, struck through, with its reason. */
export function HypothesisTable({ lines, saying, naming }: HypothesisTableProps) {
  const most = Math.max(1, ...lines.map((line) => line.score));
  return (
    <div>
      <div className={styles.head} aria-hidden="true">
        <span>Candidate</span>
        <span>Score, by its terms</span>
        <span className={styles.score}>Score</span>
        <span>State</span>
      </div>
      <ol>
        {lines.map((line) => (
          <li key={line.id} className={`${styles.row} ${isOut(line) ? styles.out : ''}`}>
            <div>
              {isOut(line) ? <s>{line.sentence}</s> : <b>{line.sentence}</b>}
              <p className={styles.note}>
                {line.entity}, {line.cause}
                {line.path.length > 1 && `, by way of ${line.path.join(' to ')}`}
              </p>
              {naming?.get(line.id)?.map((statement) => (
                <p key={statement} className={styles.note}>
                  For it: {statement}
                </p>
              ))}
              <CauseButtons line={line} saying={saying} />
            </div>
            <TermBar line={line} most={most} />
            <span className={styles.score}>{line.score.toFixed(1)}</span>
            <div>
              <b>{stateText(line)}</b>
              <p className={styles.note}>
                {line.reason ?? againstText(line)}
                {line.for.length > 0 && (
                  <span className={styles.numbers}>
                    {line.for.map((number) => (
                      <EvidenceNumber key={number} number={number} />
                    ))}
                  </span>
                )}
              </p>
            </div>
          </li>
        ))}
      </ol>
      {saying.fault !== undefined && <p role="alert">Not noted: {saying.fault}.</p>}
    </div>
  );
}

const feedbackWords: Readonly<Record<string, string>> = {
  ruled_out_by_person: 'A person ruled it out',
  look_here: 'A person points here',
  look_here_dependency: 'A person points at what depends on it',
  confirmed_causes: 'Causes confirmed before',
} satisfies Record<(typeof feedbackTerms)[number], string>;

function isFromPeople({ name }: { readonly name: string }): boolean {
  return name in feedbackWords;
}

/** The terms of evidence as a bar; what people gave stands beneath, each in a line of its own. */
function TermBar({ line, most }: { line: HypothesisLine; most: number }) {
  const positive = line.terms.filter((term) => term.value > 0 && !isFromPeople(term)).sort((a, b) => b.value - a.value);
  let x = 0;
  return (
    <div>
      <svg
        width="100%"
        height={12}
        role="img"
        aria-label={positive.map((term) => `${term.name} ${term.value.toFixed(1)}`).join(', ') || 'no terms'}
      >
        {positive.map((term, i) => {
          const from = x;
          x += (term.value / most) * 100;
          return (
            <rect
              key={term.name}
              x={`${Math.min(100, from)}%`}
              width={`${Math.min(100 - Math.min(100, from), (term.value / most) * 100)}%`}
              y={1.5}
              height={9}
              fill="var(--ink)"
              fillOpacity={shades[Math.min(i, shades.length - 1)]}
              stroke="var(--ink)"
              strokeWidth={0.8}
            >
              <title>{`${term.name} ${term.value.toFixed(1)}`}</title>
            </rect>
          );
        })}
      </svg>
      <p className={styles.note}>
        {positive
          .slice(0, 3)
          .map((term) => `${term.name.replaceAll('_', ' ')} ${term.value.toFixed(1)}`)
          .join(', ')}
      </p>
      {line.terms.filter(isFromPeople).map((term) => (
        <p key={term.name} className={styles.note}>
          {feedbackWords[term.name]} <b>{`${term.value < 0 ? '−' : '+'}${Math.abs(term.value).toFixed(2)}`}</b>
        </p>
      ))}
    </div>
  );
}

function stateText(line: HypothesisLine): string {
  switch (line.state) {
    case 'leading':
      return `Leading, ${line.confidence} confidence`;
    case 'candidate':
      return `Candidate, ${line.confidence} confidence`;
    case 'ruled_out':
      return 'Ruled out';
    case 'confirmed':
      return 'Confirmed by a person';
    case 'rejected':
      return 'Rejected by a person';
  }
}

function againstText(line: HypothesisLine): string {
  return line.against.length === 0 ? 'nothing speaks against it' : `against it: fact ${line.against.join(', ')}`;
}
