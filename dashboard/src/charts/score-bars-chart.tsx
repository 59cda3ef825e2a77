import styles from './chart.module.css';
import { MeasuredBox } from './measured-box.tsx';
import type { ScoreStep } from './score-bars-geometry.ts';
import { BAR_HEIGHT, layOutScoreBars } from './score-bars-geometry.ts';

/** How a score comes about: what to beat, what is gained, what is lost, and what is left. */
export function ScoreBarsChart({ steps, label }: { steps: readonly ScoreStep[]; label: string }) {
  return (
    <MeasuredBox height={steps.length * 34}>
      {(width) => {
        const { bars, height, namesLeft } = layOutScoreBars(steps, width);
        return (
          <svg width={width} height={height} className={styles.svg} role="img" aria-label={label}>
            {bars.map(({ step, x, width: wide, y, textX }) => (
              <g key={step.name}>
                <text
                  x={0}
                  y={namesLeft ? y + BAR_HEIGHT - 2 : y - 6}
                  className={step.look === 'result' ? styles.strong : styles.second}
                >
                  {step.name}
                </text>
                <rect
                  x={x}
                  y={y}
                  width={wide}
                  height={BAR_HEIGHT}
                  fill={step.look === 'less' ? 'var(--paper)' : step.look === 'whole' ? 'var(--ink-4)' : 'var(--ink)'}
                  stroke={step.look === 'less' ? 'var(--ink)' : 'none'}
                />
                <text x={textX} y={y + BAR_HEIGHT - 2} className={step.look === 'result' ? styles.strong : ''}>
                  {figureOf(step)}
                </text>
              </g>
            ))}
          </svg>
        );
      }}
    </MeasuredBox>
  );
}

function figureOf({ from, to, look }: ScoreStep): string {
  const figure = Math.abs(to - from).toFixed(3);
  if (look === 'less') return `−${figure}`;
  return look === 'more' ? `+${figure}` : figure;
}
