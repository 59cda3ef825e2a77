import { percentWords } from '../words/odds-words.ts';
import styles from './chart.module.css';
import type { LadderStep } from './evidence-ladder-geometry.ts';

/** One fact's step on a 0 to 100 scale: filled for, hollow against. */
export function LadderStepMark({
  step,
  contribution,
  width = 188,
}: {
  step: LadderStep;
  contribution: number;
  width?: number;
}) {
  const track = width - 44;
  const x = (probability: number) => 2 + probability * (track - 4);
  const [from, to] = [Math.min(step.before, step.after), Math.max(step.before, step.after)];
  const rises = step.after >= step.before;
  const sign = contribution >= 0 ? '+' : '−';
  return (
    <svg
      width={width}
      height={30}
      className={styles.svg}
      role="img"
      aria-label={`odds from ${percentWords(step.before)} to ${percentWords(step.after)}`}
    >
      <path d={`M${x(0)} 0V30M${x(0.5)} 0V30M${x(1)} 0V30`} className={styles.rule} />
      <path d={`M${x(step.before)} 0V10M${x(step.after)} 20V30`} stroke="var(--ink-4)" />
      <rect
        x={x(from)}
        y={10}
        width={Math.max(2, x(to) - x(from))}
        height={10}
        fill={rises ? 'var(--coming)' : 'var(--paper)'}
        stroke="var(--coming)"
      />
      <text x={track + 4} y={19} className={styles.strong}>
        {sign}
        {Math.abs(contribution).toFixed(1)}
      </text>
    </svg>
  );
}
