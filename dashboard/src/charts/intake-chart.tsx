import { shortNumberWords } from '../words/value-words.ts';
import type { FrontBarsChartProps } from './front-bars-chart.tsx';
import { FrontBarsChart } from './front-bars-chart.tsx';
import type { FrontBar } from './front-bars-geometry.ts';

export interface IntakeStep {
  readonly received: number;
  readonly notStored: number;
}

type Shared = Pick<FrontBarsChartProps<FrontBar>, 'range' | 'step' | 'now' | 'label' | 'onRange'>;

export interface IntakeChartProps extends Shared {
  /** The first at the start of the range. */
  readonly steps: readonly IntakeStep[];
}

const SIZE = { left: 52, top: 10, bottom: 74, ticks: 2 };

/** Records that came in, step by step; solid is what was not stored. */
export function IntakeChart({ steps, ...shared }: IntakeChartProps) {
  const { range, step } = shared;
  return (
    <FrontBarsChart
      {...shared}
      size={SIZE}
      bars={steps.map(({ received, notStored }, index) => ({
        time: range.from + index * step,
        all: received,
        front: notStored,
        notStored,
      }))}
      wordsOf={({ all, notStored }) => `${shortNumberWords(all)} came in, ${shortNumberWords(notStored)} not stored`}
      numberWords={shortNumberWords}
    />
  );
}
