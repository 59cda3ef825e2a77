/** Our own 12 px shapes. Shape first, then word, then colour; so each stands beside its word. */

import type { ReactNode } from 'react';
import { Children, Fragment } from 'react';
import styles from './marks.module.css';

function Mark({
  tone,
  width = 12,
  children,
}: {
  tone?: 'coming' | 'now' | undefined;
  width?: number;
  children: ReactNode;
}) {
  return (
    <svg
      className={`${styles.mark} ${tone ? styles[tone] : ''}`}
      width={width}
      height={12}
      viewBox={`0 0 ${width} 12`}
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

const TRIANGLE = 'M2.5 1 10.5 6 2.5 11Z';

export type PredictionLook =
  | 'shadow'
  | 'active'
  | 'frozen'
  | 'withdrawn'
  | 'date'
  | 'hit'
  | 'miss'
  | 'acted'
  | 'undecidable';

export function PredictionMark({ look }: { look: PredictionLook }) {
  switch (look) {
    case 'active':
      return (
        <Mark tone="coming">
          <path d={TRIANGLE} fill="currentColor" />
        </Mark>
      );
    case 'shadow':
      return (
        <Mark tone="coming">
          <path d={TRIANGLE} fill="none" stroke="currentColor" strokeWidth={1.2} strokeDasharray="1.5 1.5" />
        </Mark>
      );
    case 'withdrawn':
      return (
        <Mark>
          <path d={TRIANGLE} fill="none" stroke="currentColor" strokeWidth={1.2} />
        </Mark>
      );
    case 'frozen':
      return (
        <Mark>
          <path d={TRIANGLE} fill="none" stroke="currentColor" strokeWidth={1.2} />
          <path d="M3 8 6 3.5M3.5 10.2 8 5" stroke="currentColor" strokeWidth={1.1} />
        </Mark>
      );
    case 'date':
      return (
        <Mark>
          <path d="M1.5 2.2h9v8.3h-9ZM1.5 5h9M4 .8v2.6M8 .8v2.6" fill="none" stroke="currentColor" strokeWidth={1.3} />
        </Mark>
      );
    case 'hit':
      return (
        <Mark>
          <circle cx={6} cy={6} r={4.4} fill="currentColor" />
        </Mark>
      );
    case 'miss':
      return (
        <Mark>
          <circle cx={6} cy={6} r={4} fill="none" stroke="currentColor" strokeWidth={1.4} />
        </Mark>
      );
    case 'acted':
      return (
        <Mark>
          <circle cx={6} cy={6} r={4} fill="none" stroke="currentColor" strokeWidth={1.4} />
          <path d="M6 2a4 4 0 0 0 0 8Z" fill="currentColor" />
        </Mark>
      );
    case 'undecidable':
      return (
        <Mark>
          <circle cx={6} cy={6} r={4} fill="none" stroke="currentColor" strokeWidth={1.4} strokeDasharray="1.6 1.6" />
        </Mark>
      );
  }
}

export function IncidentMark({ look }: { look: 'open' | 'acknowledged' | 'over' }) {
  if (look === 'over') {
    return (
      <Mark>
        <rect x={1.7} y={1.7} width={8.6} height={8.6} fill="none" stroke="currentColor" strokeWidth={1.4} />
      </Mark>
    );
  }
  return (
    <Mark tone="now">
      {look === 'open' ? (
        <rect x={1} y={1} width={10} height={10} fill="currentColor" />
      ) : (
        <path d="M1.7 1.7h8.6v8.6H1.7ZM3.5 6l2 2 3-4" fill="none" stroke="currentColor" strokeWidth={1.4} />
      )}
    </Mark>
  );
}

const pips = { minor: 1, major: 2, critical: 3 } as const;

/** One to three filled pips of three, then the word. Vermilion only while the harm is open. */
export function SeverityBadge({ severity, open }: { severity: keyof typeof pips; open: boolean }) {
  return (
    <span className={`${styles.pips} ${open ? styles.now : ''}`}>
      <Mark width={23}>
        {[0, 1, 2].map((index) => (
          <rect
            key={index}
            x={0.7 + index * 7.6}
            y={1}
            width={5.6}
            height={9.6}
            fill={index < pips[severity] ? 'currentColor' : 'none'}
            stroke="currentColor"
            strokeWidth={1.1}
          />
        ))}
      </Mark>
      <b>{severity}</b>
    </span>
  );
}

export function ChangeMark() {
  return (
    <Mark>
      <path d="M6 1.5 11 10.5H1Z" fill="currentColor" />
    </Mark>
  );
}

export function ActByMark() {
  return (
    <Mark tone="coming">
      <path d="M6 10.5 1 1.5H11Z" fill="currentColor" />
    </Mark>
  );
}

export function CheckMark() {
  return (
    <Mark>
      <path d="M1.5 6.5 4.5 9.5 10.5 2.5" fill="none" stroke="currentColor" strokeWidth={1.7} />
    </Mark>
  );
}

export function LevelMark({ level }: { level: 'error' | 'warn' | 'info' }) {
  if (level === 'error') {
    return (
      <Mark tone="now">
        <rect x={1.5} y={1.5} width={9} height={9} fill="currentColor" />
      </Mark>
    );
  }
  return (
    <Mark>
      {level === 'warn' ? (
        <path d="M6 1.8 10.8 10.3H1.2Z" fill="none" stroke="currentColor" strokeWidth={1.2} />
      ) : (
        <circle cx={6} cy={6} r={1.4} fill="currentColor" />
      )}
    </Mark>
  );
}

export function TemplateMark({ state }: { state: 'new' | 'known' | 'vanished' }) {
  if (state === 'known') return null;
  return (
    <Mark>
      {state === 'new' ? (
        <path d="M6 1V11M1 6H11" stroke="currentColor" strokeWidth={1.8} />
      ) : (
        <circle cx={6} cy={6} r={4} fill="none" stroke="currentColor" strokeWidth={1.4} strokeDasharray="1.6 1.6" />
      )}
    </Mark>
  );
}

/** The number under which a fact is listed on the page. */
/** `fact`: the evidence in words, for who points at it. */
export function EvidenceNumber({ number, fact }: { number: number; fact?: string | undefined }) {
  return (
    <a className={styles.number} href={`#evidence-${number}`} aria-label={`evidence ${number}`} title={fact}>
      <span className={styles.ring}>{number}</span>
    </a>
  );
}

/** Facts of one object on one line, parted by dots. */
export function StateLine({ children }: { children: ReactNode }) {
  const parts = Children.toArray(children);
  return (
    <p className={styles.line}>
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the parts never change places
        <Fragment key={index}>
          {index > 0 && <i className={styles.dot} />}
          <span>{part}</span>
        </Fragment>
      ))}
    </p>
  );
}

export function SignalWord({ tone, children }: { tone: 'coming' | 'now'; children: ReactNode }) {
  return <b className={styles[tone]}>{children}</b>;
}
