import type { PredictionView } from '../../answer-shapes.ts';
import { ForecastFanChart } from '../../charts/forecast-fan-chart.tsx';
import { layOutForecastFan } from '../../charts/forecast-fan-geometry.ts';
import { ChartFigure } from '../../components/chart-figure.tsx';
import { DataTable } from '../../components/data-table.tsx';
import type { HypothesisLine } from '../../components/hypothesis-line.ts';
import type { PredictionLine } from '../../components/prediction-rows.tsx';
import { Section } from '../../components/section.tsx';
import { readForecast, readSparkline } from '../../read-answer.ts';
import { durationWords } from '../../words/duration-words.ts';
import { percentRangeWords, percentWords } from '../../words/odds-words.ts';
import { clockWords } from '../../words/time-words.ts';
import { numberWords, valueWords } from '../../words/value-words.ts';
import styles from './prediction.module.css';

interface ForecastSectionProps {
  readonly view: PredictionView;
  readonly line: PredictionLine;
  readonly hypotheses: readonly HypothesisLine[];
}

/** The fan of the resource that runs out, and the odds as a table that can be copied into a chat. */
export function ForecastSection({ view, line, hypotheses }: ForecastSectionProps) {
  const { curve } = line.odds;
  if (!view.forecast) {
    return curve.length === 0 ? null : (
      <Section name="Odds" note="by when">
        <OddsTable line={line} />
      </Section>
    );
  }
  const forecast = readForecast(view.forecast);
  const history = readSparkline(view.forecast.history);
  const issued = history.values.length > 0 ? history.from + history.step * (history.values.length - 1) : line.updatedAt;
  const { horizon } = line.odds;
  const options = { forecast, history, issued, horizon, curve };
  // The width does not change what is found.
  const meeting = layOutForecastFan({ ...options, width: 1000 }).meeting;
  const what = resourceName(forecast.measure);
  const finding = `${what} meets its limit in ${meeting} of ${forecast.futures.length} futures within ${durationWords(horizon)}`;
  const changes = hypotheses.flatMap((one) => (one.change && one.state === 'leading' ? [one.change] : []));
  return (
    <Section name="Forecast" note={`${forecast.measure}, 1 min means`}>
      <ChartFigure
        finding={finding.charAt(0).toUpperCase() + finding.slice(1)}
        note={`Ink is denser where more futures pass; the two firm lines hold 10 to 90 %, dashes are the middle. The forecast ends where it has been checked, at ${durationWords(horizon)}.`}
        twin={() => ({
          columns: [
            { name: 'Time' },
            { name: 'In' },
            { name: '10 %', figure: true },
            { name: 'Middle', figure: true },
            { name: '90 %', figure: true },
            { name: 'Odds so far', figure: true },
          ],
          rows: forecast.horizons
            .map((at, i) => ({ at, quantiles: forecast.quantiles[i] ?? [] }))
            .filter((row) => row.at <= horizon)
            .map(({ at, quantiles }) => {
              const odds = curve.find((point) => point.horizon === at);
              return [
                clockWords(issued + at),
                durationWords(at),
                ...[1, 9, 17].map((level) =>
                  quantiles[level] === undefined ? '' : valueWords(quantiles[level], forecast.unit),
                ),
                odds ? `${percentWords(odds.probability)} (${percentRangeWords(odds.low, odds.high)})` : '',
              ];
            }),
        })}
      >
        <ForecastFanChart
          {...options}
          label={`Fan: ${what}, now ${valueWords(forecast.current, forecast.unit)}, usual ${numberWords(forecast.usual.low)} to ${numberWords(forecast.usual.high)}, limit ${valueWords(forecast.limit, forecast.unit)}. ${finding}.`}
          limitName={`limit, ${valueWords(forecast.limit, forecast.unit)}`}
          actBy={line.actBy}
          changes={changes}
        />
      </ChartFigure>
      {curve.length > 0 && <OddsTable line={line} />}
    </Section>
  );
}

function OddsTable({ line }: { line: PredictionLine }) {
  return (
    <div className={styles.oddsTable}>
      <DataTable
        caption="Odds by horizon"
        columns={[{ name: 'By' }, { name: 'Within' }, { name: 'Odds', figure: true }, { name: 'Range', figure: true }]}
        rows={line.odds.curve.map((point) => ({
          id: String(point.horizon),
          selected: point.horizon === line.odds.horizon,
          cells: [
            clockWords(line.updatedAt + point.horizon),
            durationWords(point.horizon),
            percentWords(point.probability),
            percentRangeWords(point.low, point.high),
          ],
        }))}
      />
    </div>
  );
}

/** `db.client.connection.count` is said as `connection count`. */
function resourceName(measure: string): string {
  return measure.split('.').slice(-2).join(' ').replaceAll('_', ' ');
}
