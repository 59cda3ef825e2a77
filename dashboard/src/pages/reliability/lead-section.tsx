import { MINUTE } from '@foreshock/model/time.ts';
import type { CalibrationView } from '../../answer-shapes.ts';
import { CountBarsChart } from '../../charts/count-bars-chart.tsx';
import type { CountBar } from '../../charts/count-bars-geometry.ts';
import { ChartFigure } from '../../components/chart-figure.tsx';
import { readDuration } from '../../words/iso-words.ts';
import { countWords } from '../../words/name-words.ts';
import { horizonWords, leadFinding, leadWords } from './reliability-words.ts';

export function LeadSection({ view }: { view: CalibrationView }) {
  const { lead, onsets } = view;
  const finding = leadFinding(view);
  const bars: CountBar[] = lead.bins.map(({ from, to, onsets: count }) => ({
    name: binName(from, to),
    short: binName(from, null),
    count,
  }));
  const { median, tenth, tenthOfCalled } = lead;
  return (
    <ChartFigure
      finding={finding}
      note={
        <>
          From the first call to the failure, in minutes.{' '}
          {tenthOfCalled !== null && <>One in ten had {horizonWords(tenthOfCalled)} or less. </>}
          {lead.missed > 0 && median !== null && tenth !== null && (
            <>
              {lead.missed.toLocaleString('en')} of {countWords(onsets, 'failure')} had no call, which counts as 0: over
              all of them the median is {leadWords(median)}, the tenth percentile {leadWords(tenth)}.
            </>
          )}
        </>
      }
      twin={() => ({
        columns: [{ name: 'Lead' }, { name: 'Failures', figure: true }],
        rows: [
          ['no call', lead.missed.toLocaleString('en')],
          ...bars.map(({ name, count }) => [`${name} min`, count.toLocaleString('en')]),
        ],
      })}
    >
      <CountBarsChart
        bars={bars}
        label={`${finding}. ${bars.map(({ name, count }) => `${name} min: ${count}`).join(', ')}`}
      />
    </ChartFigure>
  );
}

/** `5 to 15`, in minutes. */
function binName(from: string, to: string | null): string {
  const minutes = (text: string) => readDuration(text) / MINUTE;
  return to === null ? `${minutes(from)} on` : `${minutes(from)} to ${minutes(to)}`;
}
