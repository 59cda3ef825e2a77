import styles from './chart.module.css';
import { MeasuredBox } from './measured-box.tsx';
import type { RecordMark, RecordOutcome } from './record-strip-geometry.ts';
import { layOutRecord } from './record-strip-geometry.ts';

/** Every call: a disc came true, a ring did not, half a disc was acted upon, a dotted ring is not decided. */
export function RecordStrip({ outcomes }: { outcomes: readonly RecordOutcome[] }) {
  const hits = outcomes.filter((outcome) => outcome === 'hit').length;
  return (
    <MeasuredBox height={15}>
      {(width) => {
        const record = layOutRecord(outcomes, width);
        return (
          <svg
            width={width}
            height={record.height}
            className={styles.svg}
            role="img"
            aria-label={`${hits} of ${outcomes.length} calls came true, oldest first`}
          >
            {record.marks.map((mark) => (
              <Mark key={`${mark.x} ${mark.y}`} mark={mark} />
            ))}
          </svg>
        );
      }}
    </MeasuredBox>
  );
}

function Mark({ mark: { x, y, outcome } }: { mark: RecordMark }) {
  if (outcome === 'hit') return <circle cx={x} cy={y} r={4.2} fill="var(--ink)" />;
  const ring = { cx: x, cy: y, r: 3.6, fill: 'none', stroke: 'var(--ink-3)', strokeWidth: 1.3 };
  if (outcome === 'miss') return <circle {...ring} />;
  if (outcome === 'acted') {
    return (
      <>
        <circle {...ring} />
        <path d={`M${x} ${y - 3.6}a3.6 3.6 0 0 0 0 7.2Z`} fill="var(--ink)" />
      </>
    );
  }
  return <circle {...ring} strokeDasharray="1.6 1.6" />;
}
