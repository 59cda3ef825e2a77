import type { CalibrationView } from '../../answer-shapes.ts';
import { ScoreBarsChart } from '../../charts/score-bars-chart.tsx';
import type { ScoreStep } from '../../charts/score-bars-geometry.ts';
import { ChartFigure } from '../../components/chart-figure.tsx';
import { percentWords } from '../../words/odds-words.ts';
import { skillFinding } from './reliability-words.ts';

/** The Brier score and where it comes from, in words. */
export function ScoreSection({ view }: { view: CalibrationView }) {
  const { brier, eceWidth, eceMass } = view;
  if (!brier) return null;
  const apart = brier.uncertainty - brier.resolution;
  const erred = apart + brier.reliability;
  const steps: ScoreStep[] = [
    { name: `Always saying ${percentWords(brier.baseRate)}`, from: 0, to: brier.uncertainty, look: 'whole' },
    { name: 'Telling apart', from: brier.uncertainty, to: apart, look: 'less' },
    { name: 'Saying it wrong', from: apart, to: erred, look: 'more' },
    { name: 'Within the groups', from: erred, to: brier.score, look: brier.within < 0 ? 'less' : 'more' },
    { name: 'Brier score', from: 0, to: brier.score, look: 'result' },
  ];
  const finding = skillFinding(brier);
  return (
    <ChartFigure
      finding={finding}
      note={
        <>
          Brier score, lower is better: the mean square between what was said and what happened. Telling likely from
          unlikely takes away, saying it wrong gives back. Calibration error{' '}
          {eceWidth === null ? '-' : percentWords(eceWidth)} over groups of ten percent,{' '}
          {eceMass === null ? '-' : percentWords(eceMass)} over equally full ones.
        </>
      }
      twin={() => ({
        columns: [{ name: 'Part' }, { name: 'Score', figure: true }],
        rows: [
          ['Uncertainty: always saying the base rate', brier.uncertainty.toFixed(4)],
          ['Resolution: telling apart', `−${brier.resolution.toFixed(4)}`],
          ['Reliability: saying it wrong', `+${brier.reliability.toFixed(4)}`],
          ['Within the groups', brier.within.toFixed(4)],
          ['Brier score', brier.score.toFixed(4)],
          ['Skill', brier.skill === null ? '-' : brier.skill.toFixed(3)],
        ],
      })}
    >
      <ScoreBarsChart steps={steps} label={`${finding}. Brier score ${brier.score.toFixed(3)}`} />
    </ChartFigure>
  );
}
