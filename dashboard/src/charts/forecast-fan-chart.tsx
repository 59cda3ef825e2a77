import type { Timestamp } from '@foreshock/model/time.ts';
import { durationWords } from '../words/duration-words.ts';
import { percentRangeWords, percentWords } from '../words/odds-words.ts';
import { clockWords } from '../words/time-words.ts';
import { numberWords, valueWords } from '../words/value-words.ts';
import styles from './chart.module.css';
import type { ChartStop } from './chart-stop.ts';
import { ChartSurface } from './chart-surface.tsx';
import type { ForecastFan, ForecastFanOptions } from './forecast-fan-geometry.ts';
import { layOutForecastFan } from './forecast-fan-geometry.ts';
import { MeasuredBox } from './measured-box.tsx';
import { Neatline, NowLine } from './neatline.tsx';

export interface ForecastFanChartProps extends Omit<ForecastFanOptions, 'width'> {
  readonly label: string;
  readonly limitName: string;
  readonly actBy?: Timestamp | undefined;
  readonly changes: readonly { readonly time: Timestamp; readonly text: string }[];
}

export function ForecastFanChart(props: ForecastFanChartProps) {
  return <MeasuredBox height={420}>{(width) => <Drawing width={width} {...props} />}</MeasuredBox>;
}

function Drawing({ width, label, limitName, actBy, changes, ...options }: ForecastFanChartProps & { width: number }) {
  const { forecast, issued, horizon } = options;
  const fan = layOutForecastFan({ width, ...options });
  const wide = width >= 620;
  const height = (fan.odds?.bottom ?? fan.bottom) + 24;
  const axisY = fan.bottom + 4;
  const actX = actBy !== undefined && actBy > issued && actBy < issued + horizon ? fan.time.x(actBy) : undefined;
  return (
    <ChartSurface
      width={width}
      height={height}
      label={label}
      stops={stopsOf(fan, options)}
      cursorSpan={[fan.top, fan.odds?.bottom ?? fan.bottom]}
    >
      <rect
        className={styles.wash}
        x={fan.nowX}
        y={fan.top}
        width={fan.time.right - fan.nowX}
        height={axisY - fan.top}
      />
      {fan.valueTicks.map((tick, i) => (
        <g key={tick.value}>
          <path className={styles.rule} d={`M${fan.time.left} ${tick.y}H${fan.time.right}`} />
          <text x={fan.time.left - 8} y={tick.y + 4} textAnchor="end">
            {i === fan.valueTicks.length - 1 && forecast.unit === '%'
              ? `${numberWords(tick.value)} %`
              : numberWords(tick.value)}
          </text>
        </g>
      ))}
      <rect
        x={fan.time.left}
        y={fan.usual.y}
        width={fan.time.right - fan.time.left}
        height={fan.usual.height}
        fill="var(--ink)"
        opacity={0.07}
      />
      {fan.strips.map((strip) => (
        <path key={strip} d={strip} fill="var(--coming)" opacity={0.055} />
      ))}
      {fan.futures.map((future, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two futures may take the same way
        <path key={i} d={future.path} fill="none" stroke="var(--coming)" strokeWidth={0.7} opacity={0.55} />
      ))}
      {fan.firm.map((path) => (
        <path key={path} d={path} fill="none" stroke="var(--coming)" strokeWidth={1.5} />
      ))}
      <path d={fan.median} fill="none" stroke="var(--coming)" strokeWidth={1.5} strokeDasharray="5 3" />
      <path d={`M${fan.time.left} ${fan.limitY}H${fan.time.right}`} stroke="var(--ink)" strokeWidth={1.5} />
      <text className={`${styles.strong} ${styles.halo}`} x={fan.time.left + 4} y={fan.limitY - 7}>
        {limitName}
      </text>
      <path d={fan.past} className={styles.ink} />
      <circle cx={fan.nowX} cy={fan.currentY} r={3} fill="var(--ink)" />
      <text className={`${styles.strong} ${styles.halo}`} x={fan.nowX - 8} y={fan.currentY - 8} textAnchor="end">
        {valueWords(forecast.current, forecast.unit)} now
      </text>
      {fan.futures.map(
        (future, i) =>
          future.meets && (
            <circle
              // biome-ignore lint/suspicious/noArrayIndexKey: two futures may take the same way
              key={i}
              cx={future.meets.x}
              cy={future.meets.y}
              r={3.2}
              fill="var(--coming)"
              stroke="var(--coming-wash)"
            />
          ),
      )}
      <text x={fan.time.right - 6} y={fan.usual.y + Math.min(fan.usual.height, 30) / 2 + 4} textAnchor="end">
        usual {numberWords(forecast.usual.low)} to {numberWords(forecast.usual.high)}
      </text>
      {changes
        .filter((change) => change.time > fan.time.range.from && change.time < issued)
        .map((change) => (
          <g key={`${change.time} ${change.text}`}>
            <path d={`M${fan.time.x(change.time) - 5} ${fan.bottom}h10l-5 -9Z`} fill="var(--ink)" />
            <text className={`${styles.strong} ${styles.halo}`} x={fan.time.x(change.time) + 9} y={fan.bottom - 2}>
              {change.text}, {clockWords(change.time)}
            </text>
          </g>
        ))}
      {actX !== undefined && (
        <>
          <path d={`M${actX} ${fan.top}V${fan.odds?.bottom ?? axisY}`} stroke="var(--coming)" strokeDasharray="2 3" />
          <text className={`${styles.coming} ${styles.halo}`} x={actX + 5} y={fan.bottom - 3}>
            act by {clockWords(actBy ?? 0)}
          </text>
        </>
      )}
      {wide && fan.ends && (
        <EndLabels fan={fan} unit={forecast.unit} futures={forecast.futures.length} until={issued + horizon} />
      )}
      <Neatline scale={fan.time} y={axisY} now={issued} />
      <NowLine x={fan.nowX} top={fan.top - 4} bottom={axisY} label={`now ${clockWords(issued)}`} />
      {fan.odds && <OddsCurve fan={fan} wide={wide} />}
    </ChartSurface>
  );
}

function EndLabels({
  fan,
  unit,
  futures,
  until,
}: {
  fan: ForecastFan;
  unit: string;
  futures: number;
  until: Timestamp;
}) {
  const x = fan.time.right + 12;
  const low = Math.max(fan.limitY + 34, fan.ends?.low.y ?? 0);
  return (
    <>
      <text className={styles.coming} x={x} y={fan.limitY + 2}>
        {fan.meeting} of {futures} futures
      </text>
      <text className={styles.second} x={x} y={fan.limitY + 18}>
        meet the limit by {clockWords(until)}
      </text>
      {fan.ends && low < fan.bottom && (
        <text x={x} y={low + 4}>
          10 % line, {valueWords(fan.ends.low.value, unit)}
        </text>
      )}
    </>
  );
}

function OddsCurve({ fan, wide }: { fan: ForecastFan; wide: boolean }) {
  const { odds } = fan;
  if (!odds) return null;
  const last = odds.points.at(-1);
  return (
    <g>
      <rect
        className={styles.wash}
        x={fan.nowX}
        y={odds.top}
        width={fan.time.right - fan.nowX}
        height={odds.bottom - odds.top}
      />
      {odds.ticks.map((tick) => (
        <g key={tick.value}>
          <path className={styles.rule} d={`M${fan.nowX} ${tick.y}H${fan.time.right}`} />
          <text x={fan.nowX - 8} y={tick.y + 4} textAnchor="end">
            {tick.value === 1 ? '100 %' : tick.value * 100}
          </text>
        </g>
      ))}
      {fan.nowX - fan.time.left > 200 && (
        <>
          <text className={styles.strong} x={fan.time.left} y={odds.top + 14}>
            Odds so far
          </text>
          <text x={fan.time.left} y={odds.top + 31}>
            chance that it has come by
          </text>
          <text x={fan.time.left} y={odds.top + 47}>
            then, with its range
          </text>
        </>
      )}
      <path d={odds.range} fill="var(--coming)" opacity={0.16} />
      <path d={odds.line} fill="none" stroke="var(--coming)" strokeWidth={2} />
      {odds.points.map(({ x, y, point }) => (
        <g key={point.horizon}>
          <circle cx={x} cy={y} r={2.8} fill="var(--coming)" />
          <text
            className={`${styles.coming} ${styles.halo}`}
            x={point === last?.point ? x - 4 : x}
            y={y - 8}
            textAnchor={point === last?.point ? 'end' : 'middle'}
          >
            {percentWords(point.probability)}
          </text>
          <text x={x} y={odds.bottom + 16} textAnchor={point === last?.point ? 'end' : 'middle'}>
            {durationWords(point.horizon)}
          </text>
        </g>
      ))}
      {wide && odds.beyond && <Beyond x={fan.time.right} odds={odds} beyond={odds.beyond} />}
    </g>
  );
}

interface BeyondProps {
  readonly x: number;
  readonly odds: NonNullable<ForecastFan['odds']>;
  readonly beyond: NonNullable<NonNullable<ForecastFan['odds']>['beyond']>;
}

/** Past the checked horizon only after a broken axis, dashed and hollow. */
function Beyond({ x, odds, beyond }: BeyondProps) {
  const end = x + 92;
  const start = odds.points.at(-1)?.y ?? beyond.y;
  return (
    <g>
      <path d={`M${x + 8} ${odds.bottom + 4}l4 -8M${x + 14} ${odds.bottom + 4}l4 -8`} stroke="var(--ink-3)" />
      <path
        d={`M${x + 26} ${start + (beyond.y - start) * 0.3}L${end - 4} ${beyond.y}`}
        stroke="var(--coming)"
        strokeDasharray="3 3"
        fill="none"
      />
      <circle cx={end} cy={beyond.y} r={3} fill="var(--paper)" stroke="var(--coming)" strokeWidth={1.4} />
      <text className={styles.coming} x={end} y={beyond.y - 9} textAnchor="middle">
        {percentWords(beyond.point.probability)}
      </text>
      <text x={end} y={odds.bottom + 16} textAnchor="middle">
        {durationWords(beyond.point.horizon)}
      </text>
    </g>
  );
}

function stopsOf(
  fan: ForecastFan,
  { forecast, history, issued, horizon, curve }: Omit<ForecastFanOptions, 'width'>,
): ChartStop[] {
  const past = history.values.flatMap((value, i) => {
    const at = history.from + i * history.step;
    if (at < fan.time.range.from || at > issued) return [];
    const x = fan.time.x(at);
    return value === undefined
      ? [{ x, text: `${clockWords(at)}: no data` }]
      : [{ x, y: fan.valueY(value), text: `${clockWords(at)}: ${valueWords(value, forecast.unit)}` }];
  });
  const future = forecast.horizons.flatMap((h, i) => {
    const quantiles = forecast.quantiles[i];
    if (h > horizon || !quantiles) return [];
    const odds = curve.find((point) => point.horizon === h);
    const [low = 0, middle = 0, high = 0] = [quantiles[1], quantiles[9], quantiles[17]];
    const said = odds
      ? `; odds by then ${percentWords(odds.probability)} (${percentRangeWords(odds.low, odds.high)})`
      : '';
    return [
      {
        x: fan.time.x(issued + h),
        y: fan.valueY(middle),
        text: `${clockWords(issued + h)}, in ${durationWords(h)}: ${numberWords(low)} to ${valueWords(high, forecast.unit)} in 8 of 10 futures, middle ${numberWords(middle)}${said}`,
      },
    ];
  });
  return [...past, ...future];
}
