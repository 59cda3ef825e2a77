import type { Timestamp } from '@foreshock/model/time.ts';
import type { SloWithSeriesView } from '../../answer-shapes.ts';
import { BurnChart } from '../../charts/burn-chart.tsx';
import { ChartFigure } from '../../components/chart-figure.tsx';
import content from '../../components/content.module.css';
import { Facts } from '../../components/facts.tsx';
import { Panel } from '../../components/panel.tsx';
import { Section } from '../../components/section.tsx';
import { useOperation } from '../../use-operation.ts';
import { readDuration, readTime } from '../../words/iso-words.ts';
import { dayWords, momentWords } from '../../words/time-words.ts';
import { numberWords } from '../../words/value-words.ts';
import {
  budgetWords,
  burnWords,
  countedWords,
  isBurning,
  lastsWords,
  promiseWords,
  stateWords,
  targetWords,
  windowWords,
} from './slo-words.ts';

/** One SLO: how fast it burns, over a day, against both rules, and what is left. */
export function BurnSection({ id, now }: { id: string; now: Timestamp }) {
  const answer = useOperation('getSlo', { id }, { keepPrevious: true });
  return (
    <Section name="Burn" note="1 uses the budget up exactly at the end of its window">
      <Panel answer={answer} what="The burn" doing="Reading a day of minutes" shape="chart">
        {(slo) => (
          <div className={content.stack}>
            <Figure slo={slo} now={now} />
            <Facts facts={factsOf(slo)} />
          </div>
        )}
      </Panel>
    </Section>
  );
}

function Figure({ slo, now }: { slo: SloWithSeriesView; now: Timestamp }) {
  const { from, step } = slo.series;
  const stepMs = readDuration(step);
  const lines = slo.series.lines.map(({ window, values }) => ({
    windowMs: readDuration(window),
    name: windowWords(window),
    values: values.map((value) => value ?? undefined),
  }));
  const limits = slo.rules.map(({ rule, limit, long, short }) => ({
    name: `${rule}: ${limit}x over ${windowWords(long)} and ${windowWords(short)}`,
    limit,
  }));
  const finding = `${slo.name}: ${stateWords(slo)}, ${burnWords(slo, 'PT1H')} over 1 h and ${burnWords(slo, 'PT5M')} over 5 min`;
  return (
    <ChartFigure
      finding={finding}
      note={`${promiseWords(slo)}, over ${slo.windowDays} days. Solid 1 h, heavy dashes 6 h, thin dashes 30 min, dots 5 min.`}
      twin={() => ({
        columns: [{ name: 'Until' }, ...lines.map(({ name }) => ({ name, figure: true }))],
        rows: (lines[0]?.values ?? []).map((_, index) => [
          momentWords(readTime(from) + index * stepMs, now),
          ...lines.map(({ values }) => {
            const value = values[index];
            return value === undefined ? 'no requests' : numberWords(value);
          }),
        ]),
      })}
    >
      <BurnChart
        lines={lines}
        limits={limits}
        range={{ from: readTime(from), to: readTime(slo.at) }}
        step={stepMs}
        now={now}
        label={finding}
      />
    </ChartFigure>
  );
}

function factsOf(slo: SloWithSeriesView) {
  const { achieved, coveredFrom } = slo.budget;
  return [
    { name: 'Budget', value: budgetWords(slo) },
    { name: 'At this burn', value: lastsWords(slo) },
    {
      name: 'Achieved',
      value: achieved === null ? 'no requests' : `${targetWords(achieved)}, ${targetWords(slo.target)} promised`,
    },
    { name: 'Counted', value: countedWords(slo) },
    { name: 'Counted since', value: coveredFrom === null ? 'nothing yet' : dayWords(readTime(coveredFrom)) },
    { name: 'If it burns', value: isBurning(slo) ? 'an incident is open, or opens' : 'an incident opens' },
  ];
}
