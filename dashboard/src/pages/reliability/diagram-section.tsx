import type { CalibrationView } from '../../answer-shapes.ts';
import { groupWords, ReliabilityChart } from '../../charts/reliability-chart.tsx';
import { ChartFigure } from '../../components/chart-figure.tsx';
import { Segments } from '../../components/segments.tsx';
import { percentRangeWords, percentWords } from '../../words/odds-words.ts';
import { diagramFinding } from './reliability-words.ts';
import type { CalibrationAsked } from './use-calibration-input.ts';

const kinds = [
  { id: 'width', name: 'Ten percent each' },
  { id: 'mass', name: 'Equally many' },
] as const;

export function DiagramSection({ view, asked }: { view: CalibrationView; asked: CalibrationAsked }) {
  const groups = asked.groups === 'mass' ? view.equalMass : view.equalWidth;
  const finding = diagramFinding(groups);
  return (
    <ChartFigure
      finding={finding}
      note={
        asked.scope === 'shown'
          ? 'Dot area is the number of calls, bars are 90 % ranges. A call counts once in each group that it reached.'
          : 'Dot area is the number of forecasts, also those that nobody saw, bars are 90 % ranges. Sampled ones stand for many.'
      }
      tools={
        <Segments
          label="Groups"
          segments={kinds}
          chosen={asked.groups}
          onChoose={(id) => asked.change({ groups: id === 'width' ? undefined : id })}
          small
        />
      }
      twin={() => ({
        columns: [
          { name: 'Said' },
          { name: 'Mean', figure: true },
          { name: 'How many', figure: true },
          { name: 'Came true', figure: true },
          { name: 'Share', figure: true },
          { name: '90 % range', figure: true },
        ],
        rows: groups.map((group) => [
          percentRangeWords(group.from, group.to),
          percentWords(group.said),
          group.forecasts.toLocaleString('en'),
          group.hits.toLocaleString('en'),
          percentWords(group.came),
          percentRangeWords(group.low, group.high),
        ]),
      })}
    >
      <ReliabilityChart groups={groups} label={`${finding}. ${groups.map(groupWords).join('; ')}`} />
    </ChartFigure>
  );
}
