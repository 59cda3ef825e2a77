import type { Timestamp } from '@foreshock/model/time.ts';
import { numberWords } from '../words/value-words.ts';
import type { FrontBarsChartProps } from './front-bars-chart.tsx';
import { FrontBarsChart } from './front-bars-chart.tsx';
import type { FrontBar } from './front-bars-geometry.ts';

export interface LogBucket {
  readonly time: Timestamp;
  readonly info: number;
  readonly warn: number;
  readonly error: number;
}

type Shared = Pick<FrontBarsChartProps<FrontBar>, 'range' | 'step' | 'now' | 'label' | 'onRange'>;

export interface LogHistogramChartProps extends Shared {
  readonly buckets: readonly LogBucket[];
}

const SIZE = { left: 48, top: 12, bottom: 104, ticks: 3 };

/** Lines step by step; warnings and errors are solid. */
export function LogHistogramChart({ buckets, ...shared }: LogHistogramChartProps) {
  return (
    <FrontBarsChart
      {...shared}
      size={SIZE}
      bars={buckets.map(({ time, info, warn, error }) => ({
        time,
        all: info + warn + error,
        front: warn + error,
        warn,
        error,
      }))}
      wordsOf={({ all, warn, error }) =>
        `${numberWords(all)} lines, ${numberWords(warn)} warnings, ${numberWords(error)} errors`
      }
      numberWords={numberWords}
    />
  );
}
