import styles from './chart.module.css';
import { MeasuredBox } from './measured-box.tsx';
import { layOutRecord } from './record-strip-geometry.ts';

/** Every call like this one: a disc came true, a ring did not. */
export function RecordStrip({ outcomes }: { outcomes: readonly boolean[] }) {
  const hits = outcomes.filter(Boolean).length;
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
              <circle
                key={`${mark.x} ${mark.y}`}
                cx={mark.x}
                cy={mark.y}
                r={mark.hit ? 4.2 : 3.6}
                fill={mark.hit ? 'var(--ink)' : 'none'}
                stroke={mark.hit ? 'none' : 'var(--ink-3)'}
                strokeWidth={1.3}
              />
            ))}
          </svg>
        );
      }}
    </MeasuredBox>
  );
}
