import type { TimelineMark } from './timeline-mark.ts';

/** The shape of a mark, centred on (0, 0). */
export function TimelineSymbol({ kind }: { kind: TimelineMark['kind'] }) {
  switch (kind) {
    case 'change':
      return <path d="M0 -4.5 4.8 4H-4.8Z" fill="var(--ink)" />;
    case 'act-by':
      return <path d="M0 4.5 -4.8 -4H4.8Z" fill="var(--coming)" />;
    case 'horizon':
      return <path d="M0 -5V5" stroke="var(--coming)" strokeWidth={2} />;
    case 'incident-open':
      return <rect x={-4.5} y={-4.5} width={9} height={9} fill="var(--now)" />;
    case 'incident-over':
      return <rect x={-4} y={-4} width={8} height={8} fill="var(--paper)" stroke="var(--ink)" strokeWidth={1.4} />;
    case 'hit':
      return <circle r={4.2} fill="var(--ink)" />;
    case 'miss':
      return <circle r={3.8} fill="var(--paper)" stroke="var(--ink)" strokeWidth={1.4} />;
    case 'silent':
      return <path d="M-4 2 2 -4M-2 4 4 -2" stroke="var(--ink-4)" strokeWidth={1.4} />;
  }
}
