import { durationWords } from '../words/duration-words.ts';
import styles from './chart.module.css';
import type { MinuteDialOptions } from './minute-dial-geometry.ts';
import { layOutMinuteDial } from './minute-dial-geometry.ts';

export interface MinuteDialProps extends MinuteDialOptions {
  readonly label: string;
}

/** For horizons of up to an hour. */
export function MinuteDial({ label, ...options }: MinuteDialProps) {
  const dial = layOutMinuteDial(options);
  const { size, actBy, now } = options;
  const left = actBy === undefined ? undefined : actBy - now;
  const [figure, unit = ''] = left !== undefined && left > 0 ? durationWords(left).split(' ') : [];
  const small = size < 160;
  return (
    <svg
      width={size}
      height={size}
      viewBox={`0 0 ${size} ${size}`}
      className={styles.svg}
      role="img"
      aria-label={label}
    >
      <circle cx={dial.center} cy={dial.center} r={size * 0.42} fill="none" stroke="var(--ink-3)" />
      <circle cx={dial.center} cy={dial.center} r={size * 0.296} fill="none" stroke="var(--rule)" />
      <path d={dial.ticks} stroke="var(--ink-3)" />
      <g transform={`translate(${dial.center} ${dial.center})`}>
        {dial.ring.map((part) => (
          <path key={part.path} d={part.path} fill="var(--coming)" opacity={part.opacity} />
        ))}
        {dial.left && <path d={dial.left} fill="var(--ink)" />}
      </g>
      {dial.cut && <path d={dial.cut} stroke="var(--paper)" strokeWidth={2.5} />}
      <path d={dial.hand} stroke="var(--ink)" strokeWidth={2} />
      {dial.actBy && (
        <path
          d="M0 2 -5 -6H5Z"
          fill="var(--ink)"
          transform={`translate(${dial.actBy.x} ${dial.actBy.y}) rotate(${dial.actBy.degrees})`}
        />
      )}
      {dial.labels.map((mark) => (
        <text
          key={mark.text}
          x={mark.x}
          y={mark.y}
          textAnchor="middle"
          style={small ? { fontSize: '10.5px' } : undefined}
        >
          {mark.text}
        </text>
      ))}
      {figure ? (
        <>
          <text
            x={dial.center}
            y={dial.center + (small ? 2 : 4)}
            textAnchor="middle"
            className={styles.strong}
            style={{ fontSize: `${size * 0.115}px` }}
          >
            {small ? figure : `${figure} ${unit}`}
          </text>
          <text x={dial.center} y={dial.center + (small ? 15 : 22)} textAnchor="middle">
            {small ? unit : 'to act'}
          </text>
        </>
      ) : (
        <text x={dial.center} y={dial.center + 4} textAnchor="middle" className={styles.second}>
          {actBy === undefined ? 'no act-by' : 'time is over'}
        </text>
      )}
    </svg>
  );
}
