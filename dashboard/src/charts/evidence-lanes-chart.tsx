import type { TimeRange, Timestamp } from '@foreshock/model/time.ts';
import { clockWords } from '../words/time-words.ts';
import { numberWords } from '../words/value-words.ts';
import styles from './chart.module.css';
import type { ChartStop } from './chart-stop.ts';
import { ChartSurface } from './chart-surface.tsx';
import type { EvidenceLane, EvidenceLanes, PlacedEvidenceLane } from './evidence-lanes-geometry.ts';
import { layOutEvidenceLanes } from './evidence-lanes-geometry.ts';
import { MeasuredBox } from './measured-box.tsx';
import { Neatline, NowLine } from './neatline.tsx';

export interface EvidenceLanesChartProps {
  readonly lanes: readonly EvidenceLane[];
  readonly range: TimeRange;
  readonly now: Timestamp;
  readonly brush: TimeRange | undefined;
  readonly onBrush: (range: TimeRange | undefined) => void;
  readonly label: string;
}

export function EvidenceLanesChart({ lanes, range, now, brush, onBrush, label }: EvidenceLanesChartProps) {
  return (
    <MeasuredBox height={60 + lanes.length * 46}>
      {(width) => {
        const chart = layOutEvidenceLanes(lanes, range, width);
        const { time, top, bottom } = chart;
        const nowX = time.x(now);
        return (
          <ChartSurface
            width={width}
            height={bottom + 24}
            label={label}
            stops={stopsOf(chart)}
            cursorSpan={[top, bottom]}
            onDrag={(from, to) => onBrush({ from: time.time(from), to: time.time(to) })}
            onPick={() => onBrush(undefined)}
          >
            {range.to > now && (
              <rect className={styles.wash} x={nowX} y={top} width={time.right - nowX} height={bottom - top} />
            )}
            <path d={`M0 ${top}H${time.right}`} className={styles.rule} />
            {chart.lanes.map((lane) => (
              <Lane key={lane.lane.id} lane={lane} chart={chart} />
            ))}
            {now <= range.to && <NowLine x={nowX} top={top - 2} bottom={bottom} label={`now ${clockWords(now)}`} />}
            {brush && <BrushBracket from={time.x(brush.from)} to={time.x(brush.to)} top={top} bottom={bottom} />}
            <Neatline scale={time} y={bottom} now={now} />
          </ChartSurface>
        );
      }}
    </MeasuredBox>
  );
}

/** A bracket with two handles over all lanes. */
export function BrushBracket({ from, to, top, bottom }: { from: number; to: number; top: number; bottom: number }) {
  return (
    <g pointerEvents="none">
      <rect className={styles.brush} x={from} y={top} width={to - from} height={bottom - top} />
      <path className={styles.brushEdge} d={`M${from} ${bottom}V${top - 10}H${to}V${bottom}`} fill="none" />
      {[from, to].map((x) => (
        <rect key={x} x={x - 3} y={top - 15} width={6} height={10} fill="var(--paper)" stroke="var(--ink)" />
      ))}
    </g>
  );
}

function Lane({ lane, chart }: { lane: PlacedEvidenceLane; chart: EvidenceLanes }) {
  const { time, namesAbove, laneHeight } = chart;
  const { base, top } = lane;
  const name = lane.lane.name.length > 24 && !namesAbove ? `${lane.lane.name.slice(0, 23)}…` : lane.lane.name;
  return (
    <g>
      <path d={`M0 ${top + laneHeight}H${time.right}`} className={styles.rule} />
      <text x={0} y={namesAbove ? top + 14 : top + 18} className={styles.strong}>
        {lane.lane.number > 0 ? `${lane.lane.number}  ` : ''}
        {name}
        <title>{lane.lane.name}</title>
      </text>
      {!namesAbove && (
        <text x={0} y={top + 34}>
          {lane.lane.note}
        </text>
      )}
      <path d={lane.path} className={styles.ink} />
      {lane.bars.map((bar) => (
        <rect key={bar.x} {...bar} fill="var(--ink)" />
      ))}
      {lane.ribbon.map((part) => (
        <rect
          key={part.x}
          x={part.x}
          y={base + 3}
          width={part.width}
          height={4}
          fill="var(--ink)"
          opacity={part.opacity}
        />
      ))}
      {lane.marks.map((mark) => (
        <g key={`${mark.x} ${mark.text}`}>
          {lane.lane.group === 'changes' ? (
            <path d={`M${mark.x - 5} ${base}h10l-5 -10Z`} fill="var(--ink)" />
          ) : (
            <path d={`M${mark.x} ${base}v-16`} stroke="var(--ink)" strokeWidth={2} />
          )}
          {mark.labelled && (
            <text x={mark.x + 9} y={base - 2} className={`${styles.second} ${styles.halo}`}>
              {mark.text}
            </text>
          )}
        </g>
      ))}
      {lane.lane.latest && (
        <text x={time.right} y={top + 15} textAnchor="end" className={`${styles.strong} ${styles.halo}`}>
          {lane.lane.latest}
        </text>
      )}
    </g>
  );
}

function stopsOf(chart: EvidenceLanes): ChartStop[] {
  const longest = chart.lanes.reduce((most, lane) => Math.max(most, lane.lane.course?.values.length ?? 0), 0);
  const reference = chart.lanes.find((lane) => lane.lane.course?.values.length === longest)?.lane.course;
  const courses = reference
    ? reference.values.flatMap((_, i) => {
        const at = reference.from + i * reference.step;
        if (at < chart.time.range.from || at > chart.time.range.to) return [];
        const said = chart.lanes.flatMap(({ lane }) => {
          if (!lane.course) return [];
          const value = lane.course.values[Math.round((at - lane.course.from) / lane.course.step)];
          return value === undefined ? [] : [`${lane.name} ${numberWords(value)}`];
        });
        return [{ x: chart.time.x(at), text: `${clockWords(at)}: ${said.join('; ') || 'no data'}` }];
      })
    : [];
  const marks = chart.lanes.flatMap((lane) =>
    lane.marks.map((mark) => ({ x: mark.x, text: `${clockWords(chart.time.time(mark.x))}: ${mark.text}` })),
  );
  return [...courses, ...marks].sort((a, b) => a.x - b.x);
}
