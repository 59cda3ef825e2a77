import { scaleLinear } from 'd3';

/** A step of a sum: from the score before to the score after. */
export interface ScoreStep {
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly look: 'whole' | 'less' | 'more' | 'result';
}

export interface ScoreBar {
  readonly step: ScoreStep;
  readonly x: number;
  readonly width: number;
  readonly y: number;
  /** Where the figure stands: to the right of the bar. */
  readonly textX: number;
}

export const BAR_HEIGHT = 12;
const ROW = 34;

/** A row a step, names above the bars where there is little room; bars of one scale from zero. */
export function layOutScoreBars(
  steps: readonly ScoreStep[],
  width: number,
): { readonly bars: readonly ScoreBar[]; readonly height: number; readonly namesLeft: boolean } {
  const namesLeft = width >= 420;
  const left = namesLeft ? 170 : 0;
  const most = Math.max(1e-9, ...steps.flatMap(({ from, to }) => [from, to]));
  const x = scaleLinear([0, most], [left, Math.max(left + 40, width - 64)]);
  const row = namesLeft ? ROW : ROW + 10;
  const bars = steps.map((step, index) => {
    const [low, high] = [Math.min(step.from, step.to), Math.max(step.from, step.to)];
    return {
      step,
      x: x(low),
      width: Math.max(1.5, x(high) - x(low)),
      y: index * row + (namesLeft ? 8 : 20),
      textX: Math.max(x(high), x(low) + 1.5) + 8,
    };
  });
  return { bars, height: steps.length * row + 4, namesLeft };
}
