import type { Timestamp } from '@foreshock/model/time.ts';
import { clockWords } from '../words/time-words.ts';
import styles from './chart.module.css';
import { ChartSurface } from './chart-surface.tsx';
import type { EntityLanesOptions, PlacedEvent, PlacedLane } from './entity-lanes-geometry.ts';
import { layOutEntityLanes } from './entity-lanes-geometry.ts';
import { MeasuredBox } from './measured-box.tsx';
import { Neatline, NowLine } from './neatline.tsx';

export interface EntityLanesChartProps extends Omit<EntityLanesOptions, 'width'> {
  readonly now: Timestamp;
  readonly label: string;
  /** Written over what is to come. */
  readonly future?: string;
}

export function EntityLanesChart({ now, label, future, ...options }: EntityLanesChartProps) {
  return (
    <MeasuredBox height={60 + options.lanes.length * 50}>
      {(width) => {
        const chart = layOutEntityLanes({ width, ...options });
        const { time, top, bottom } = chart;
        const nowX = time.x(now);
        const ahead = options.range.to > now;
        const stops = chart.lanes
          .flatMap((lane) =>
            lane.events.map((placed) => ({
              x: placed.x,
              y: lane.base - 4,
              time: placed.event.from,
              text: `${clockWords(placed.event.from)}, ${lane.lane.name}: ${placed.event.text}`,
            })),
          )
          .sort((a, b) => a.time - b.time);
        return (
          <ChartSurface
            width={width}
            height={bottom + 24}
            label={label}
            stops={stops}
            inPlane
            cursorSpan={[top, bottom]}
          >
            {ahead && <rect className={styles.wash} x={nowX} y={top} width={time.right - nowX} height={bottom - top} />}
            <path d={`M0 ${top}H${time.right}`} className={styles.rule} />
            {chart.lanes.map((lane) => (
              <Lane
                key={lane.lane.id}
                lane={lane}
                right={time.right}
                bottom={lane.top + chart.laneHeight}
                above={chart.namesAbove}
              />
            ))}
            {chart.arrows.map((arrow) => (
              <g key={`${arrow.x} ${arrow.y1} ${arrow.y2}`}>
                <path
                  d={`M${arrow.x} ${arrow.y1}V${arrow.y2}`}
                  stroke={arrow.seen ? 'var(--ink)' : 'var(--coming)'}
                  strokeWidth={1.5}
                  strokeDasharray={arrow.seen ? undefined : '4 3'}
                />
                <path
                  d={
                    arrow.y2 < arrow.y1
                      ? `M${arrow.x - 4} ${arrow.y2 + 6}h8l-4 -7Z`
                      : `M${arrow.x - 4} ${arrow.y2 - 6}h8l-4 7Z`
                  }
                  fill={arrow.seen ? 'var(--ink)' : 'var(--coming)'}
                />
              </g>
            ))}
            {now <= options.range.to && now >= options.range.from && (
              <NowLine x={nowX} top={top} bottom={bottom} label={`now ${clockWords(now)}`} />
            )}
            {ahead && future && time.right - nowX > 120 && (
              <text x={nowX + 8} y={top - 6} className={styles.coming}>
                {future}
              </text>
            )}
            <Neatline scale={time} y={bottom} now={now} />
          </ChartSurface>
        );
      }}
    </MeasuredBox>
  );
}

function Lane({ lane, right, bottom, above }: { lane: PlacedLane; right: number; bottom: number; above: boolean }) {
  return (
    <g>
      <path d={`M0 ${bottom}H${right}`} className={styles.rule} />
      <text x={0} y={above ? lane.top + 15 : lane.base - 4} className={`${styles.strong} ${styles.halo}`}>
        {above || lane.lane.name.length < 19 ? lane.lane.name : `${lane.lane.name.slice(0, 18)}…`}
        <title>{lane.lane.name}</title>
      </text>
      {lane.lane.role && (
        <text
          x={above ? lane.lane.name.length * 7.4 + 8 : 0}
          y={above ? lane.top + 15 : lane.base + 9}
          className={styles.halo}
        >
          {lane.lane.role}
        </text>
      )}
      {lane.ink.map((part) => (
        <rect
          key={part.x}
          x={part.x}
          y={lane.base - 12}
          width={part.width}
          height={16}
          fill="var(--coming)"
          opacity={part.opacity}
        />
      ))}
      {lane.events.map((placed) => (
        <g key={placed.event.id}>
          <EventShape placed={placed} base={lane.base} />
          <EventLabel
            placed={placed}
            y={placed.event.kind === 'change' || placed.event.kind === 'message' ? lane.base + 1 : lane.base - 22}
          />
        </g>
      ))}
    </g>
  );
}

function EventShape({ placed, base }: { placed: PlacedEvent; base: number }) {
  const { event, x, width, height } = placed;
  switch (event.kind) {
    case 'change':
      return <path d={`M${x - 6} ${base + 3}h12l-6 -11Z`} fill="var(--ink)" />;
    case 'message':
      return <path d={`M${x} ${base - 10}l5.2 5.2 -5.2 5.2 -5.2 -5.2Z`} fill="var(--ink)" />;
    case 'expected':
      return (
        <path
          d={`M${x - 4} ${base - 10}l10 6 -10 6Z`}
          fill="var(--paper)"
          stroke="var(--coming)"
          strokeWidth={1.5}
          strokeDasharray="2 1.5"
        />
      );
    case 'harm':
    case 'unusual':
      return (
        <g>
          <rect
            x={x}
            y={base - height + 3}
            width={width}
            height={height}
            fill={event.kind === 'harm' ? 'var(--now)' : 'var(--ink-2)'}
            opacity={0.35 + Math.min(1, event.surprise / 12) * 0.65}
          />
          <path
            d={`M${x} ${base + 4}h${width}`}
            stroke={event.kind === 'harm' ? 'var(--now)' : 'var(--ink-2)'}
            strokeWidth={2}
          />
        </g>
      );
  }
}

function EventLabel({ placed, y }: { placed: PlacedEvent; y: number }) {
  if (!placed.label) return null;
  const tone =
    placed.event.kind === 'harm' ? styles.now : placed.event.kind === 'expected' ? styles.coming : styles.strong;
  const numbers = placed.event.numbers.map((number) => ` (${number})`).join('');
  return (
    <text x={placed.labelX} y={y} textAnchor={placed.anchor} className={`${tone} ${styles.halo}`}>
      {placed.label}
      {numbers}
    </text>
  );
}
