import { PathLink } from './path-link.tsx';
import styles from './segments.module.css';

export interface Segment {
  readonly id: string;
  readonly name: string;
  /** With it the segment is a link to another page. */
  readonly to?: string;
}

export interface SegmentsProps {
  readonly label: string;
  readonly segments: readonly Segment[];
  readonly chosen: string;
  readonly onChoose?: (id: string) => void;
  readonly small?: boolean;
}

/** A few ways to see the same thing, one of them chosen. */
export function Segments({ label, segments, chosen, onChoose, small = false }: SegmentsProps) {
  return (
    <nav className={`${styles.segments} ${small ? styles.small : ''}`} aria-label={label}>
      {segments.map((segment) => {
        const className = `${styles.segment} ${segment.id === chosen ? styles.on : ''}`;
        return segment.to ? (
          <PathLink
            key={segment.id}
            to={segment.to}
            className={className}
            aria-current={segment.id === chosen ? 'page' : undefined}
          >
            {segment.name}
          </PathLink>
        ) : (
          <button
            key={segment.id}
            type="button"
            className={className}
            aria-pressed={segment.id === chosen}
            onClick={() => onChoose?.(segment.id)}
          >
            {segment.name}
          </button>
        );
      })}
    </nav>
  );
}
